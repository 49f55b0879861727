import Foundation

/// Where text goes: results to stdout, everything else to stderr.
enum Console {
  static func out(_ text: String, end: String = "\n") {
    // By bytes: CR LF is one character, which does not end with LF.
    let isEnded = text.utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
    write(isEnded ? text : text + end, to: .standardOutput)
  }

  /// Whether stdout is a terminal whose screen may be cleared.
  static var showsScreen: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  static func error(_ text: String) { write(text + "\n", to: .standardError) }

  /// Without a line end, for a bar that is drawn over.
  static func redraw(_ text: String) { write(text, to: .standardError) }

  /// What is being done, in one line of a terminal that the next one replaces; nil takes it away.
  static func status(_ text: String?) {
    guard isInteractive else { return }
    redraw("\r\u{1B}[K" + (text ?? "").prefix(columns - 1))
  }

  /// A reader of results that went away (`| head`) is no failure; a full disk is, with status 74.
  private static func write(_ text: String, to handle: FileHandle) {
    let text = isPlain && isatty(handle.fileDescriptor) == 1 ? PlainTerminal.ascii(text) : text
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      guard handle === FileHandle.standardOutput else { return }
      guard let code = posixCode(of: error), code != .EPIPE else { exit(0) }
      Console.error("zobench: stdout: \(POSIXError(code).localizedDescription)")
      exit(74)
    }
  }

  private static let isPlain = PlainTerminal.isAsked(ProcessInfo.processInfo.environment)

  private static func posixCode(of error: any Error) -> POSIXErrorCode? {
    let error = error as NSError
    if error.domain == NSPOSIXErrorDomain { return POSIXErrorCode(rawValue: Int32(error.code)) }
    let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError
    guard let inner else { return .EIO }
    return POSIXErrorCode(rawValue: Int32(inner.code))
  }

  /// Writing to a reader that went away, or past a limit of file sizes, is an error and no signal.
  static func ignoreWriteSignals() {
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
  }

  /// A mapped file that somebody shortens ends the program at the next look: with one line and
  /// status 66, since what was to be read is not there.
  static func tellOfShortenedFiles() {
    signal(SIGBUS, endForShortenedFile)
  }

  /// Whether stderr is a terminal on which lines may be redrawn.
  static var isInteractive: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
  }

  /// The columns of the terminal on stderr now; 80 if unknown.
  static var columns: Int { columns(of: STDERR_FILENO) ?? 80 }

  /// The columns of the terminal on stdout; nil for a file or a pipe, whose lines are not broken.
  static var outputColumns: Int? { columns(of: STDOUT_FILENO) }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether stderr may be colored: a terminal, and no `NO_COLOR`.
  static var usesColor: Bool {
    isInteractive && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Control characters of untrusted names replaced, so that they cannot steer a terminal.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let control = scalar.value < 32 && scalar != "\n" || (127...159).contains(scalar.value)
          return control ? "\u{FFFD}" : scalar
        }))
  }
}

/// Writes one line and ends the process; nothing else is allowed in a signal.
private func endForShortenedFile(_ number: Int32) {
  let words: StaticString =
    "zobench: a file that is in use was shortened; put it back and run the same command again\n"
  _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
  _exit(66)
}

/// A terminal that shows ASCII only, because its locale is `C`.
enum PlainTerminal {
  /// Whether the environment asks for it; one that says nothing does not.
  static func isAsked(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale == "C" || locale == "POSIX"
  }

  /// The text in ASCII; each character in the place of one, so that columns stay.
  static func ascii(_ text: String) -> String {
    String(text.map { character in character.isASCII ? character : other[character] ?? "?" })
  }

  private static let other: [Character: Character] = [
    "·": "-", "…": "~", "±": "~", "−": "-", "→": ">", "×": "x", "†": "+", "≤": "<", "≥": ">",
    "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=", "▇": "#", "█": "#",
  ]
}
