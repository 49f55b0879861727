import Reports
import Statistics
import Testing
import Vocabulary

/// One verdict, wherever it stands.
struct VerdictTests {
  private static let tasks = [
    "mini-sst2", "mini-rte", "mini-copa", "mini-winogrande", "mini-cb", "mini-wic",
  ]
  /// Right answers of 1,000 more than zo-sgd's.
  private static let shifts = ["zo-sgd": 0, "good": 50, "same": 0, "bad": -50]

  /// Scores that scatter by a few answers between blocks, seeds and methods.
  private static func set(_ tasks: Int, seeds: Int) -> ResultSet {
    ResultSet(
      (0..<tasks).flatMap { task in
        (0..<seeds).flatMap { seed in
          shifts.map { optimizer, shift in
            let noise = (7 * task + 5 * seed + 3 * optimizer.count) % 5 - 2
            return Measured.run(
              optimizer, seed: seed, task: Self.tasks[task], right: 700 + shift + noise, of: 1000)
          }
        }
      })
  }

  /// By optimizer, the texts of a column.
  private func column(
    _ title: String, _ kind: TableKind, _ set: ResultSet
  ) throws -> [String: String] {
    let table = try #require(kind.tables(set).first)
    let index = try #require(table.columns.firstIndex { $0.title == title })
    return Dictionary(
      table.rows.map { row in
        (row[0].text.split(separator: " ").first.map(String.init) ?? "", row[index].text)
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func everyTableHasTheSameWord() throws {
    let set = Self.set(6, seeds: 1)
    for (kind, title) in [
      (TableKind.contrasts, "verdict"), (.versus, "verdict"), (.ranks, "verdict, ft"),
      (.paper, "verdict"),
    ] {
      let words = try column(title, kind, set)
      #expect(words["good"] == "better", "\(kind)")
      #expect(words["same"] == "equal", "\(kind)")
      #expect(words["bad"] == "worse", "\(kind)")
    }
    let latex = LaTeXReporter().render(set, .paper)
    #expect(latex.contains("good $^\\dagger$") && latex.contains("bad $^\\ddagger$"))
    #expect(!latex.contains("same $^"))
    // Who reads names finds them bare.
    #expect(JSONReporter().render(set, .paper).contains("\"optimizer\" : \"good\""))
    #expect(CSVReporter().render(set, .paper).contains(",good,"))
    #expect(HTMLReporter().render(set).contains("better than zo-sgd"))
  }

  @Test func pairsOfBlocksAreTestedAsSciPyDoes() throws {
    let set = Self.set(6, seeds: 1)
    // 4.9 five times and 5.4 once: SciPy's ttest_1samp has 4.98, its interval 4.77 to 5.20.
    #expect(try column("points", .contrasts, set)["good"] == "+4.98")
    #expect(try column("95 %", .contrasts, set)["good"] == "+4.8 to +5.2")
    let text = TextReporter().render(set, .contrasts).squeezed
    #expect(text.contains("a paired t test over 6 blocks, Holm over 3 contrasts"))
  }

  @Test func fewBlocksSpeakOfThemselves() throws {
    let set = Self.set(2, seeds: 5)
    #expect(try column("verdict", .contrasts, set)["good"] == "better")
    let text = TextReporter().render(set, .contrasts).squeezed
    #expect(text.contains("it speaks of these blocks alone"))
  }

  @Test func withoutPowerThereIsNoTest() throws {
    let set = Self.set(2, seeds: 2)
    for kind in [TableKind.contrasts, .versus] {
      #expect(try column("verdict", kind, set)["good"] == "too few to test")
      #expect(try column("p", kind, set)["good"] == "-")
    }
    #expect(TextReporter().render(set, .contrasts).squeezed.contains("have no power"))
    #expect(!LaTeXReporter().render(set, .paper).contains("dagger"))
  }

  /// Intervals over test seeds know nothing of what another search would have chosen.
  @Test func theLuckOfTheSearchIsNamed() throws {
    var runs = Self.set(6, seeds: 1).members.flatMap(\.runs)
    let silent = TextReporter().render(ResultSet(runs), .contrasts).squeezed
    #expect(!silent.contains("tuning seed"))
    for index in runs.indices {
      runs[index].cell.cell.tune = ["learningRate": [.number(1e-3), .number(1e-2)]]
      runs[index].cell.cell.run.tuneSeeds = [101, 102]
    }
    let text = TextReporter().render(ResultSet(runs), .contrasts).squeezed
    #expect(text.contains("chosen once for all test seeds, at 2 tuning seeds"))
  }

  /// Six blocks with a standard error of 0.08: SciPy's χ over 5 degrees of freedom.
  @Test func theChanceOfEqualIsSaid() throws {
    let text = TextReporter().render(Self.set(6, seeds: 1), .contrasts).squeezed
    #expect(text.contains("a method that does not differ is found equal in 100 of 100."))
  }

  @Test func theMarginIsTheReadersChoice() throws {
    var set = Self.set(6, seeds: 1)
    set.margin = 20
    #expect(try column("verdict", .contrasts, set)["good"] == "equal")
  }

  @Test func forwardGradientsAreAClassOfTheirOwn() throws {
    var set = Self.set(6, seeds: 1)
    set.tangents = ["good"]
    #expect(try column("class", .contrasts, set)["good"] == "forward-gradient")
    #expect(
      TextReporter().render(set, .contrasts).squeezed.contains(
        "zeroth-order same (equal), forward-gradient good (better)"))
  }

  @Test func whatIsUnconfirmedIsOutsideOfTheFamily() throws {
    var set = Self.set(6, seeds: 1)
    set.provenance = ["bad": Provenance("x", .unconfirmed("a test says so"))]
    let tables = TableKind.contrasts.tables(set)
    #expect(tables.map(\.id) == ["contrasts", "contrasts-unconfirmed"])
    #expect(tables[1].rows.map { $0[0].text } == ["bad"])
    #expect(!tables[1].columns.contains { $0.title == "verdict" || $0.title == "p" })
    #expect(TextReporter().render([tables[0]]).squeezed.contains("Holm over 2 contrasts"))
  }

  @Test func revisionsOfOptimizersAreComparedAndOlderOnesAreNot() throws {
    var runs = Self.set(6, seeds: 1).members.flatMap(\.runs)
    for index in runs.indices where runs[index].cell.cell.optimizer.name == "good" {
      runs[index].identity.semantics += 1
    }
    #expect(try column("verdict", .contrasts, ResultSet(runs))["good"] == "better")
    // The same cell before its optimizer was corrected.
    var old = runs.filter { $0.cell.cell.optimizer.name == "good" }
    for index in old.indices { old[index].identity.semantics -= 1 }
    let set = ResultSet(runs + old)
    #expect(try column("blocks", .contrasts, set) == ["good": "6", "same": "6", "bad": "6"])
    #expect(set.baselines == ["bad", "good", "same", "zo-sgd"])
  }

  @Test func aControlWithOtherPassesLeavesTheBaselineItsName() {
    var runs = Self.set(2, seeds: 1).members.flatMap(\.runs)
    for index in runs.indices { runs[index].cell.cell.run.forwards = 2000 }
    var double = runs.filter { $0.cell.cell.optimizer.name == "zo-sgd" }
    for index in double.indices { double[index].cell.cell.run.forwards = 4000 }
    let set = ResultSet(runs + double)
    #expect(set.baselines == ["bad", "good", "same", "zo-sgd", "zo-sgd forwards=4000"])
  }

  @Test func searchesThatEndAtAnEdgeAreWarnedOf() {
    var runs = Self.set(6, seeds: 1).members.flatMap(\.runs)
    for index in runs.indices {
      runs[index].cell.cell.tune = ["learningRate": [.number(1e-4), .number(1e-3)]]
      guard runs[index].cell.cell.optimizer.name == "good" else { continue }
      runs[index].trials[0].findings = [HealthFinding(.searchAtEdge, "it ended at the edge")]
    }
    let set = ResultSet(runs)
    for kind in [TableKind.contrasts, .study, .overview, .ranks, .paper] {
      let text = TextReporter().render(set, kind).squeezed
      #expect(text.contains("Warning: 6 of 24 cells' searches ended at an edge"), "\(kind)")
    }
    #expect(!TextReporter().render(set, .memory).contains("Warning"))
  }
}
