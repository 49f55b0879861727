import ArgumentParser
import Clusters
import Foundation
import Reports
import Storage
import Vocabulary

/// The directory of a submitted study: jobs' files, shards' databases, logs.
struct StudyDirectory {
  let path: String

  init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

  /// Whether `submit` was here.
  static func isOne(_ path: String) -> Bool {
    FileManager.default.fileExists(
      atPath: (path as NSString).appendingPathComponent(Submission.file))
  }

  /// Hands over what is neither done nor with the scheduler, and notes it.
  func submit(_ submission: inout Submission, to engine: any Engine.Type) throws {
    if Self.isOne(path) {
      let earlier = try Submission.read(path)
      guard earlier.shards == submission.shards else {
        throw InputProblem(
          at: path, "holds another study, or the same in other shards; name another directory")
      }
      submission.jobs = earlier.jobs
    }
    let overview = try StudyOverview(submission)
    let open = Set(overview.shards.filter { !$0.isDone && !$0.isActive }.map(\.shard))
    guard !open.isEmpty else {
      Console.out("Nothing to hand over: every shard is done or with the scheduler.")
      return
    }
    let plan = submission.plan.only(open)
    try make(engine.files(plan), submission)
    for file in engine.files(plan) {
      if !file.submission.isEmpty { try hand(over: file, of: plan, &submission) }
      if let command = file.foreground { Console.out("cd \(path) && \(command)") }
    }
    Console.out(SubmissionText(submission).classes)
  }

  private func make(_ files: [JobFile], _ submission: Submission) throws {
    do {
      for folder in ["", "shards", "logs"] {
        try FileManager.default.createDirectory(
          atPath: path + "/" + folder, withIntermediateDirectories: true)
      }
      for file in files {
        let isEdited = file.submission.isEmpty && file.foreground == nil
        let url = URL(fileURLWithPath: path).appending(path: file.name)
        // A list of hosts is a person's.
        if isEdited, FileManager.default.fileExists(atPath: url.path) { continue }
        try Data(file.text.utf8).write(to: url)
      }
      try note(submission)
    } catch {
      throw InputProblem(.uncreatable, at: path, error.localizedDescription)
    }
  }

  private func note(_ submission: Submission) throws {
    try Data(PrettyJSON.text(submission).utf8)
      .write(to: URL(fileURLWithPath: path).appending(path: Submission.file), options: .atomic)
  }

  private func hand(
    over file: JobFile, of plan: JobPlan, _ submission: inout Submission
  ) throws {
    let result = Subprocess.run(file.submission, in: path)
    guard result.status == 0 else {
      let said = result.err.isEmpty ? "status \(result.status)" : result.err
      Console.error(Console.printable("zobench: \(file.submission[0]): \(said)"))
      throw RunExit.unavailable
    }
    let classes = plan.classes.filter { file.memoryClass == nil || $0.number == file.memoryClass }
    // sbatch adds the cluster's name after a semicolon, the others a line for each job.
    let id = result.out.split(whereSeparator: { $0.isNewline || $0 == ";" }).first ?? ""
    submission.jobs.append(
      Submission.Job(
        id: id.trimmingCharacters(in: .whitespaces), shards: classes.flatMap(\.shards),
        submitted: Date().formatted(.iso8601)))
    try note(submission)
    Console.out("job \(id): shards \(submission.jobs.last?.shards.count ?? 0), \(file.name)")
  }
}

/// A program of the system's, run to its end.
enum Subprocess {
  struct Result {
    var status: Int32
    var out: String
    var err: String
  }

  /// Status 127 for a program that is not there.
  static func run(_ words: [String], in directory: String? = nil) -> Result {
    let process = Process()
    let (out, err) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = out
    process.standardError = err
    do { try process.run() } catch { return Result(status: 127, out: "", err: "\(error)") }
    let text = (try? out.fileHandleForReading.readToEnd()) ?? nil
    let errors = (try? err.fileHandleForReading.readToEnd()) ?? nil
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, out: String(decoding: text ?? Data(), as: UTF8.self),
      err: String(decoding: errors ?? Data(), as: UTF8.self))
  }
}
