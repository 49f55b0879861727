import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// `zobench serve`: the page of a database, while it is being written.
@Suite(.tags(.process)) struct ServeTests {
  private static let endless = "zo-sgd: { learningRate: 1e-6, epsilon: 1e-3, steps: 20000 }"

  /// The address that a server says it has.
  private func address(of server: RunningProgram) throws -> URL {
    try #require(server.waits(for: 1, linesWith: " is at http://127.0.0.1:"), "\(server.errorText)")
    let found = try #require(server.errorText.firstMatch(of: /http:\/\/[0-9.:]+\//))
    return try #require(URL(string: String(found.output)))
  }

  @Test func thePageFollowsARun() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, Self.endless), to: "a.grid")
    let run = try RunningProgram(
      ["run", "a.grid", "--db", "r.sqlite", "--jobs", "1", "--threads", "1"], in: scratch)
    #expect(run.waits(for: 1, linesWith: "[1/2]"))
    let server = try RunningProgram(["serve", "r.sqlite", "--port", "0"], in: scratch)
    let page = try String(contentsOf: address(of: server), encoding: .utf8)
    #expect(page.contains("id=\"live\"") && page.contains("EventSource"))
    #expect(page.contains("1 cell<"), "the cell that has ended")
    run.signal(SIGTERM)
    #expect(run.finish().status == 75)
    server.signal(SIGINT)
    #expect(server.finish().status == 0)
  }

  @Test func whatCannotBeServedIsSaid() throws {
    let scratch = try Scratch()
    let missing = try Program.run("serve", "none.sqlite", in: scratch)
    #expect(missing.status == 66 && missing.err.contains("none.sqlite"))
    try scratch.write("no database", to: "r.sqlite")
    #expect(try Program.run("serve", "r.sqlite", in: scratch).status == 65)
    let named = try Program.run("serve", ".", "--host", "example.org", in: scratch)
    // A directory with a text in the place of a database is no better.
    #expect(named.status == 65)
  }

  @Test func addressesAreChecked() throws {
    let scratch = try Scratch()
    let named = try Program.run("serve", ".", "--host", "example.org", in: scratch)
    #expect(named.status == 64 && named.err.contains("'example.org' is no address"))
    let server = try RunningProgram(["serve", ".", "--port", "0"], in: scratch)
    let port = try #require(try address(of: server).port)
    let second = try Program.run("serve", ".", "--port", "\(port)", in: scratch)
    #expect(second.status == 73 && second.err.contains("cannot listen on 127.0.0.1"))
    server.signal(SIGTERM)
    #expect(server.finish().status == 0)
  }
}
