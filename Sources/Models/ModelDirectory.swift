import Experiments
import Foundation

extension PretrainedModel {
  /// Names of the models that ship with the program.
  public static var embedded: [String] {
    guard let root = Bundle.module.url(forResource: "Resources", withExtension: nil),
      let names = try? FileManager.default.contentsOfDirectory(atPath: root.path)
    else { return [] }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Where the model called `name` lies: embedded, or a directory.
  static func directory(_ name: String) throws(InputProblem) -> URL {
    if embedded.contains(name),
      let root = Bundle.module.url(forResource: "Resources", withExtension: nil)
    {
      return root.appendingPathComponent(name)
    }
    let path = (name as NSString).expandingTildeInPath
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    else {
      throw InputProblem(
        .missing, at: name,
        "is neither an embedded model (\(embedded.joined(separator: ", "))) nor a directory")
    }
    return URL(fileURLWithPath: path)
  }
}
