import Foundation
import Grids
import Testing
import Vocabulary

/// The same schema in three spellings.
struct PropertyListTests {
  private static let yaml = """
    zobench: 1
    name: "three & more"
    question: größer?
    models: [tiny-opt]
    tasks: [{ mini-sst2: { prompt: mezo, balanced: true } }]
    schemes: [ft]
    optimizers:
      - fo-adam: { learningRate: [1e-4, 1e-3], steps: 300 }
      - zo-sgd: { epsilon: 1 }
    seeds: [0, 1, 2]
    exclude:
      - { optimizer: zo-*, because: no }
    """

  private static let xml = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <!-- <array> -->
    <dict>
      <key>zobench</key><integer>1</integer>
      <key>name</key><string>three &amp; <![CDATA[more]]></string>
      <key>question</key><string>gr&#246;&#xdf;er?</string>
      <key>models</key><array><string>tiny-opt</string></array>
      <key>tasks</key><array><dict><key>mini-sst2</key>
        <dict><key>prompt</key><string>mezo</string><key>balanced</key><true/></dict></dict></array>
      <key>schemes</key><array><string>ft</string></array>
      <key>optimizers</key><array>
        <dict><key>fo-adam</key><dict>
          <key>learningRate</key><array><real>1e-4</real><real>0.001</real></array>
          <key>steps</key><integer>300</integer></dict></dict>
        <dict><key>zo-sgd</key><dict><key>epsilon</key><integer>1</integer></dict></dict>
      </array>
      <key>seeds</key><array><integer>0</integer><integer>1</integer><integer>2</integer></array>
      <key>exclude</key><array><dict><key>optimizer</key><string>zo-*</string>
        <key>because</key><string>no</string></dict></array>
    </dict>
    </plist>
    """

  /// The XML as Foundation writes it in `format`.
  private func rewritten(_ format: PropertyListSerialization.PropertyListFormat) throws -> Data {
    let plist = try PropertyListSerialization.propertyList(
      from: Data(Self.xml.utf8), options: [], format: nil)
    return try PropertyListSerialization.data(fromPropertyList: plist, format: format, options: 0)
  }

  @Test func threeSpellingsAreOneStudy() throws {
    let study = try Fixtures.study(Self.yaml)
    #expect(study.cells.count == 2)
    #expect(study.excluded.map(\.because) == ["no"])
    #expect(study.name == "three & more")
    #expect(try Fixtures.study(Self.xml) == study)
    for format in [PropertyListSerialization.PropertyListFormat.xml, .binary] {
      let data = try rewritten(format)
      #expect(
        try GridFile.parse(data, name: "smoke.plist", vocabulary: Fixtures.vocabulary) == study)
    }
  }

  @Test func problemsHaveAPathAndNoLine() throws {
    let wrong = Self.xml.replacingOccurrences(of: "epsilon", with: "epsilonn")
    let expected = [
      "smoke.grid: optimizers[1].zo-sgd: there is no setting 'epsilonn'; did you mean 'epsilon'?"
    ]
    #expect(Fixtures.problems(wrong) == expected)
    let plist = try PropertyListSerialization.propertyList(
      from: Data(wrong.utf8), options: [], format: nil)
    let binary = try PropertyListSerialization.data(
      fromPropertyList: plist, format: .binary, options: 0)
    #expect(Fixtures.problems(binary) == expected)
  }

  @Test func aBooleanIsNoNumber() {
    let wrong = Self.xml.replacingOccurrences(
      of: "<key>epsilon</key><integer>1</integer>", with: "<key>epsilon</key><true/>")
    #expect(
      Fixtures.problems(wrong) == [
        "smoke.grid: optimizers[1].zo-sgd.epsilon: 'epsilon' must be a number, not true"
      ])
  }

  @Test(arguments: [
    "<plist>", "<plist></plist>", "<plist><dict></plist>",
    "<plist><dict><key>a</key></dict></plist>",
    "<plist><dict><key>a</key><date>2024</date></dict></plist>", "<plist><dict/></plist><x/>",
    "<plist><array><integer>1.5</integer></array></plist>",
    "<plist><string>&bomb;</string></plist>",
    "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><string>&a;</string></plist>", "<plist><!-- ",
    "<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>",
    "<plist><real>nan</real></plist>",
  ])
  func damagedXMLIsRefused(text: String) { #expect(Fixtures.problems(text).count == 1) }

  @Test func everyDamagedBinaryIsSurvived() throws {
    let data = try rewritten(.binary)
    for end in 0..<data.count {
      #expect(!Fixtures.problems(Data(data[..<end])).isEmpty)
    }
    for index in data.indices {
      for value: UInt8 in [0, 0x0F, 0x7F, 0xAF, 0xFF] {
        var damaged = data
        damaged[index] = value
        // Either a study or problems; never a trap, never without end.
        _ = Fixtures.problems(damaged)
      }
    }
  }

  @Test func cyclesAndBombsInBinaryAreRefused() {
    // One array that holds itself.
    let cycle: [UInt8] =
      Array("bplist00".utf8) + [0xA1, 0, 8]
      + [0, 0, 0, 0, 0, 0, 1, 1] + big(1) + big(0) + big(10)
    #expect(Fixtures.problems(Data(cycle)).first?.contains("nested more than") == true)
    // Twenty arrays, each holding the next one fifteen times.
    var objects: [UInt8] = []
    var offsets: [UInt8] = []
    for index in 0..<20 {
      offsets.append(UInt8(truncatingIfNeeded: 8 + objects.count))
      objects += index == 19 ? [0x09] : [0xAA] + Array(repeating: UInt8(index + 1), count: 10)
    }
    let bomb =
      Array("bplist00".utf8) + objects + offsets
      + [0, 0, 0, 0, 0, 0, 1, 1] + big(20) + big(0) + big(8 + objects.count)
    #expect(Fixtures.problems(Data(bomb)).first?.contains("more than 100000 values") == true)
  }

  private func big(_ value: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
  }
}
