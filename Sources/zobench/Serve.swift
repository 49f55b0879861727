import ArgumentParser
import Foundation
import Reports
import Serving
import Synchronization
import Vocabulary

/// `zobench serve`: the report as a page that follows a run.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves the report as a page that follows a run.",
    discussion: """
      The page of 'report --format html', which shows what is at work and takes over new results \
      by itself. It reads the database only, and answers to this machine alone unless --host says \
      else; Ctrl-C ends it. Of a directory it shows all databases together, such as the shards \
      of 'submit --dir'.

        zobench serve results.sqlite --open
        zobench serve study --host 0.0.0.0    # everybody on the network may read it

      Exit status: 0 ended; 64 usage; 65 not a results database; 66 none there; 73 the port is \
      taken or may not be used; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions

  @Option(
    help: .init("The port; 0 for one that is free.", valueName: "n"),
    reading: Limit.whole(0...65_535))
  var port = 7300

  @Option(
    help: .init(
      "The address to listen on, for example 0.0.0.0 for all of this machine's.",
      valueName: "address"))
  var host = "127.0.0.1"

  @Flag(help: "Open the page.") var open = false

  func run() throws {
    let results = LiveResults(path: database.path)
    // What cannot be read now is said at once, and not to a browser.
    _ = try results.page.news()
    let address = host == "localhost" ? "127.0.0.1" : host
    let server: PageServer
    do {
      server = try PageServer(
        results.page, host: address, port: UInt16(port),
        machine: ProcessInfo.processInfo.hostName)
    } catch let problem as PageServer.Problem {
      throw ValidationError("--host \(problem)")
    }
    let endings = [SIGINT, SIGTERM].map(Self.ending)
    defer { endings.forEach { $0.cancel() } }
    try serve(server)
  }

  /// There is nothing to keep: the program only reads.
  private static func ending(_ number: Int32) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let queue = DispatchQueue(label: "zobench.serve")
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { _exit(0) }
    source.resume()
    return source
  }

  /// Until the program ends, or the server does.
  private func serve(_ server: PageServer) throws {
    let (path, opens) = (database.path, open)
    let isOpen = !["127.0.0.1", "::1", "localhost"].contains(host)
    let ended = DispatchSemaphore(value: 0)
    let failure = Failed()
    Task {
      do {
        try await server.run { address in
          let others = isOpen ? "; whoever reaches this machine can read it" : ""
          Console.error("\(path) is at \(address) (Ctrl-C ends)\(others)")
          if opens { try? ReportFile.view(address) }
        }
      } catch { failure.error = error }
      ended.signal()
    }
    ended.wait()
    if let problem = failure.error { throw InputProblem(.uncreatable, at: path, "\(problem)") }
  }

  /// What ended the server.
  private final class Failed: Sendable {
    private let kept = Mutex<(any Error)?>(nil)

    var error: (any Error)? {
      get { kept.withLock { $0 } }
      set { kept.withLock { $0 = newValue } }
    }
  }
}
