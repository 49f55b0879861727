/// Something that every result file must fulfil: one file each, listed in `ResultRules`.
package protocol ResultRule: Sendable {
  static var name: String { get }
  /// What holds when there are no findings, in one sentence without a full stop.
  static var sentence: String { get }

  init()

  /// What breaks the rule, a sentence each.
  func findings(in subject: VerificationSubject) -> [String]
}
