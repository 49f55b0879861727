import Tasks
import Testing

/// Scores checked by hand against the definition of SQuAD's evaluation.
@Suite struct AnswerScoreTests {
  @Test(
    arguments: [
      ("Denver Broncos", ["Denver Broncos"], 1, true),
      ("the Denver Broncos.", ["Denver Broncos"], 1, true),
      ("denver  BRONCOS\n", ["The Denver Broncos"], 1, true),
      ("Broncos", ["Denver Broncos"], 2.0 / 3, false),
      ("Denver Broncos team of 2015", ["Denver Broncos"], 4.0 / 7, false),
      ("Carolina Panthers", ["Denver Broncos"], 0, false),
      ("", ["Denver Broncos"], 0, false),
      ("the", ["a"], 0, true),
      ("cat cat", ["cat"], 2.0 / 3, false),
      ("cat dog cat", ["cat cat bird"], 2.0 / 3, false),
      ("cat", ["cat cat cat"], 0.5, false),
      ("in 1066", ["1066", "the year 1066"], 2.0 / 3, false),
      ("year 1066", ["1066", "the year 1066"], 1, true),
      ("U.S.", ["US"], 1, true),
      ("well-known", ["wellknown"], 1, true),
      ("well known", ["well-known"], 0, false),
      ("24–10", ["24-10"], 0, false),
      ("an apple a day", ["apple day"], 1, true),
      ("theatre", ["atre"], 0, false),
      ("no answer.", ["no answer"], 1, true),
      ("answer", ["no answer"], 0, false),
      ("CANNOTANSWER", ["CANNOTANSWER", "x"], 1, true),
      ("x", ["CANNOTANSWER", "x"], 0, false),
    ] as [(String, [String], Double, Bool)])
  func scoresAsSQuAD(answer: String, accepted: [String], f1: Double, exact: Bool) {
    let score = AnswerScore(of: answer, accepted: accepted)
    #expect(abs(score.f1 - f1) < 1e-12)
    #expect(score.exactMatch == exact)
  }

  @Test(arguments: [
    ("The  Quick, brown\tfox!", "quick brown fox"), ("a b-c A.", "bc"), ("l'an", "lan"),
    ("the–end", "–end"), ("snake_case", "snakecase"), ("É a É", "é é"), ("a1 an1", "a1 an1"),
  ])
  func normalizes(text: String, normal: String) {
    #expect(NormalizedAnswer(text).text == normal)
  }

  @Test func nothingAcceptedIsNothingRight() {
    #expect(AnswerScore(of: "x", accepted: []).f1 == 0)
  }
}
