import Foundation
import Notation
import Reports
import Testing
import Vocabulary

/// Runs as other programs read them.
@Suite struct RunExportTests {
  /// RFC 3720, B.4, and the check values of the catalogue of parametrised CRC algorithms.
  @Test func checksumsAreThePublishedOnes() {
    let check = Array("123456789".utf8)
    #expect(CyclicChecksum.castagnoli.of(check) == 0xE306_9283)
    #expect(CyclicChecksum.castagnoli.of(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CyclicChecksum.castagnoli.of(Array(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CyclicChecksum.castagnoli.of(Array(0..<32)) == 0x46DD_794E)
    #expect(CyclicChecksum.ethernet.of(check) == 0xCBF4_3926)
  }

  /// Records of many lengths, among them those that end a block, come back from the log's blocks.
  @Test func logsAreReadBack() {
    let lengths = [0, 5, 32_768 - 7 - 7 - 7 - 12 - 7 - 4, 1, 70_000, 32_768, 3]
    let records = lengths.enumerated().map { index, length in
      Array(repeating: UInt8(index + 1), count: length)
    }
    var blocks = LogBlocks(name: ":W&B", magic: 0xBEE1, version: 0)
    for record in records { blocks.append(record) }
    #expect(blocks.bytes.prefix(7) == [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE, 0])
    let read = Self.records(blocks.bytes)
    #expect(read.map(\.count) == lengths)
    #expect(read == records)
  }

  /// A reader after LevelDB's description of the format.
  private static func records(_ bytes: [UInt8]) -> [[UInt8]] {
    var (place, record, records) = (7, [UInt8](), [[UInt8]]())
    while place < bytes.count {
      let room = 32_768 - place % 32_768
      if room < 7 {
        place += room
        continue
      }
      let head = bytes[place..<place + 7].map(UInt32.init)
      let (length, kind) = (Int(head[4] | head[5] << 8), UInt8(head[6]))
      let content = bytes[place + 7..<place + 7 + length]
      let sum = head[0] | head[1] << 8 | head[2] << 16 | head[3] << 24
      #expect(sum == CyclicChecksum.ethernet.of([kind] + content))
      record += content
      if kind == 1 || kind == 4 {
        records.append(record)
        record = []
      }
      place += 7 + length
    }
    return records
  }

  @Test func messagesAreReadBack() throws {
    var writer = ProtobufWriter()
    writer.write(300, as: 1)
    writer.write("zobench", as: 5)
    writer.write(Float(0.5), as: 2)
    #expect(writer.bytes.prefix(3) == [0x08, 0xAC, 0x02])
    var reader = ProtobufReader(writer.bytes[...])
    var numbers: [UInt64] = []
    while let field = try reader.next() {
      numbers.append(field.number)
      switch field.value {
      case .varint(let value): #expect(value == 300)
      case .bytes(let bytes): #expect(Array(bytes) == Array("zobench".utf8))
      case .fixed32(let bits): #expect(Float(bitPattern: bits) == 0.5)
      case .fixed64: Issue.record("no such field")
      }
    }
    #expect(numbers == [1, 5, 2])
  }

  private static func run(
    _ scheme: Component = Component("lora"), evaluationBatch: Int = 0
  ) -> DatedRun {
    var cell = Cell(
      model: Component("/models/one", label: "one"), task: Component("mini-sst2"), scheme: scheme,
      optimizer: Component("zo-sgd"))
    cell.run.evaluationBatch = evaluationBatch
    let seeded = SeededCell(cell, seed: 3)
    let identity = Identity(
      of: seeded, data: ContentDigest(of: "data"), model: ContentDigest(of: "model"))
    let memory = MemoryComparison(forecast: MemoryProfile(), measured: MemoryProfile())
    var trial = TrialResult(
      point: ["learningRate": .number(0.5)], outcome: .completed, stepsDone: 2, curve: [1.5, 0.75],
      dev: [DevPoint(step: 2, score: 0.5, loss: 0.7)], spent: StepCost(forwards: 4), tokens: 9,
      seconds: PhaseSeconds(), training: memory, evaluation: memory, peakResidentBytes: 0)
    trial.tokens = 10
    let result = RunResult(
      identity: identity, cell: seeded, outcome: .completed, trials: [trial], chosen: 0,
      test: TestResult(
        metrics: ["accuracy": 0.75, "loss": 0.6], examples: 4,
        correct: [true, true, true, false]),
      trainableParameters: 1, parameters: 2)
    return DatedRun(
      result: result, machine: nil, started: "2026-01-31T10:00:00Z",
      finished: "2026-01-31T10:00:10Z")
  }

  @Test func everyRunIsInEveryExport() {
    let run = Self.run()
    for exporter in RunExporters.all {
      let files = exporter.init().files([run])
      #expect(!files.isEmpty && Set(files.map(\.path)).count == files.count)
      #expect(files.allSatisfy { !$0.path.hasPrefix("/") && !$0.path.contains("..") })
    }
    let metrics = MLflowExporter().files([run]).first { $0.path.hasSuffix("metrics/train/loss") }
    let lines = metrics.map { String(decoding: $0.data, as: UTF8.self) }
    #expect(lines == "1769853605000 1.5 1\n1769853610000 0.75 2\n")
    let log = WandbExporter().files([run])[0]
    #expect(log.path.hasPrefix("offline-run-20260131_100000-") && log.path.hasSuffix(".wandb"))
    let written = Self.records(Array(log.data))
    let text = written.map { String(decoding: $0, as: UTF8.self) }
    // What wrote it, the run, two steps, the summary and the end.
    #expect(written.count == 6)
    #expect(text[1].contains("one_mini-sst2_lora_zo-sgd_seed3"))
    #expect(text[3].contains("train/loss") && text[3].contains("0.75"))
    #expect(text[4].contains("test/accuracy"))
    let harness = HarnessExporter().files([run])[0]
    let results = String(decoding: harness.data, as: UTF8.self)
    #expect(results.contains("\"acc,none\" : 0.75") && results.contains("\"batch_size\" : 32"))
    #expect(results.contains("multiple_choice") && results.contains("\"num_fewshot\" : 0"))
  }

  @Test("says how many solved examples a prompt had, and the batch of an evaluation")
  func shots() {
    let run = Self.run(Component("icl", ["shots": .integer(2)]), evaluationBatch: 5)
    let results = String(decoding: HarnessExporter().files([run])[0].data, as: UTF8.self)
    #expect(results.contains("\"num_fewshot\" : 2") && results.contains("\"batch_size\" : 5"))
    #expect(results.contains("\"n-shot\" : {\n    \"mini-sst2\" : 2\n  }"))
  }
}
