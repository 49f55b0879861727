import Foundation
import Notation
import Reports
import Testing
import Vocabulary

/// Runs as other programs read them.
@Suite struct RunExportTests {
  /// RFC 3720, B.4, and the check value of the catalogue of parametrised CRC algorithms.
  @Test func checksumsAreCastagnolis() {
    #expect(RecordFrames.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(RecordFrames.checksum(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(RecordFrames.checksum(Array(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(RecordFrames.checksum(Array(0..<32)) == 0x46DD_794E)
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

  @Test func everyRunIsInEveryExport() {
    let cell = SeededCell(
      Cell(
        model: Component("/models/one", label: "one"), task: Component("mini-sst2"),
        scheme: Component("lora"), optimizer: Component("zo-sgd")), seed: 3)
    let identity = Identity(
      of: cell, data: ContentDigest(of: "data"), model: ContentDigest(of: "model"))
    let memory = MemoryComparison(forecast: MemoryProfile(), measured: MemoryProfile())
    var trial = TrialResult(
      point: ["learningRate": .number(0.5)], outcome: .completed, stepsDone: 2, curve: [1.5, 0.75],
      dev: [DevPoint(step: 2, score: 0.5, loss: 0.7)], spent: StepCost(forwards: 4), tokens: 9,
      seconds: PhaseSeconds(), training: memory, evaluation: memory, peakResidentBytes: 0)
    trial.tokens = 10
    let result = RunResult(
      identity: identity, cell: cell, outcome: .completed, trials: [trial], chosen: 0,
      test: TestResult(
        metrics: ["accuracy": 0.75, "loss": 0.6], examples: 4,
        correct: [true, true, true, false]),
      trainableParameters: 1, parameters: 2)
    let run = DatedRun(
      result: result, machine: nil, started: "2026-01-31T10:00:00Z",
      finished: "2026-01-31T10:00:10Z")
    for exporter in RunExporters.all {
      let files = exporter.init().files([run])
      #expect(!files.isEmpty && Set(files.map(\.path)).count == files.count)
      #expect(files.allSatisfy { !$0.path.hasPrefix("/") && !$0.path.contains("..") })
    }
    let metrics = MLflowExporter().files([run]).first { $0.path.hasSuffix("metrics/train/loss") }
    let lines = metrics.map { String(decoding: $0.data, as: UTF8.self) }
    #expect(lines == "1769853605000 1.5 1\n1769853610000 0.75 2\n")
    let table = WandbExporter().files([run])[0]
    #expect(String(decoding: table.data, as: UTF8.self).contains("one_mini-sst2_lora_zo-sgd_seed3"))
    let harness = HarnessExporter().files([run])[0]
    #expect(String(decoding: harness.data, as: UTF8.self).contains("\"acc,none\" : 0.75"))
  }
}
