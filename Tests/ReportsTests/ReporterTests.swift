import Reports
import Testing
import Vocabulary

struct ReporterTests {
  private let set = ResultSet(sample)

  @Test func formatsHaveDistinctNames() {
    #expect(
      Reporters.all.map { $0.name } == [
        "markdown", "text", "csv", "json", "jsonl", "latex", "html",
      ])
    #expect(Reporters.named("csv") is CSVReporter)
    #expect(Reporters.named("xml") == nil)
  }

  @Test func markdown() {
    let expected = #"""
      | model | task | scheme | optimizer | settings | accuracy % | n | seeds | train s | \#
      forwards | peak | forecast | eval peak | outcome |
      | --- | --- | --- | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |
      | tiny-opt | mini-sst2 | ft | odd\|name\\u{a} |  | - | 0 | 0 | - | - | - | - | - | failed |
      | tiny-opt | mini-sst2 | ft | zo-adam | chosen: {0: {learningRate: 1e-06}} | 88.5 | 1 | \#
      0 | 12.8 | 200 | 3.0 MiB | 3.0 MiB (-1 B) | 3.0 MiB | completed |
      | tiny-opt | mini-sst2 | ft | zo-sgd | epsilon: 0.001 | 91.0 ± 1.4 | 2 | 0-2 | 12.8 | \#
      200 | 1.5 KiB | 1.5 KiB | 1.5 KiB | 2 completed, 1 diverged |

      - Cells: 3. Completed seeds per cell: 0 to 2; ± is the sample standard deviation over \#
      seeds.
      - Test examples: 200; accuracies closer than 1/200 (0.50 points) are not distinguishable; \#
      the standard error of one seed's is up to 3.5 points.
      - Memory: forecast = measured in 1 of 2 rows (1/2).

      """#
    #expect(MarkdownReporter().render(set) == expected)
  }

  @Test func text() {
    let expected = #"""
      tiny-opt / mini-sst2
      scheme  optimizer      n  accuracy %  train s  forwards     peak
      ft      odd|name\u{a}  0           -        -         -        -
          failed
      ft      zo-adam        1        88.5     12.8       200  3.0 MiB
          forecast 3.0 MiB (-1 B)
          chosen: {0: {learningRate: 1e-06}}
      ft      zo-sgd         2  91.0 ± 1.4     12.8       200  1.5 KiB
          2 completed, 1 diverged
          epsilon: 0.001

      Cells: 3. Completed seeds per cell: 0 to 2; ± is the sample standard deviation
      over seeds.
      Test examples: 200; accuracies closer than 1/200 (0.50 points) cannot be told
      apart; the standard error of one seed's is up to 3.5 points.
      Memory: forecast = measured in 1 of 2 rows (1/2).

      """#
    #expect(TextReporter().render(set) == expected)
    #expect(TextReporter().render(set).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func csv() {
    let expected = [
      "model,task,scheme,optimizer,settings,seeds,n,accuracyMean,accuracyStd,wallSeconds,"
        + "forwardPasses,peakBytes,forecastBytes,outcome,testExamples,trainable,"
        + "evaluationPeakBytes,metric",
      "tiny-opt,mini-sst2,ft,\"odd|name\n\",{},0,0,,,,,,,failed,,1200,,",
      #"tiny-opt,mini-sst2,ft,zo-adam,"{""chosen"":{""0"":{""learningRate"":1e-06}}}","#
        + "0,1,0.885,,12.75,200,3145729,3145728,completed,200,1200,3145729,accuracy",
      #"tiny-opt,mini-sst2,ft,zo-sgd,"{""epsilon"":0.001}",0 1 2,2,0.91,0.014142135623730963,"#
        + #"12.75,200,1536,1536,"2 completed, 1 diverged",200,1200,1536,accuracy"#,
    ]
    #expect(CSVReporter().render(set) == expected.map { $0 + "\r\n" }.joined())
  }

  @Test func json() {
    let expected = #"""
      [
        {
          "accuracyMean" : null,
          "accuracyStd" : null,
          "evaluationPeakBytes" : null,
          "findings" : [

          ],
          "forecastBytes" : null,
          "forwardPasses" : null,
          "metric" : null,
          "model" : "tiny-opt",
          "n" : 0,
          "optimizer" : "odd|name\n",
          "outcome" : "failed",
          "peakBytes" : null,
          "scheme" : "ft",
          "seeds" : [
            0
          ],
          "settings" : {

          },
          "task" : "mini-sst2",
          "testExamples" : null,
          "trainable" : 1200,
          "wallSeconds" : null
        },
        {
          "accuracyMean" : 0.885,
          "accuracyStd" : null,
          "evaluationPeakBytes" : 3145729,
          "findings" : [

          ],
          "forecastBytes" : 3145728,
          "forwardPasses" : 200,
          "metric" : "accuracy",
          "model" : "tiny-opt",
          "n" : 1,
          "optimizer" : "zo-adam",
          "outcome" : "completed",
          "peakBytes" : 3145729,
          "scheme" : "ft",
          "seeds" : [
            0
          ],
          "settings" : {
            "chosen" : {
              "0" : {
                "learningRate" : 1e-06
              }
            }
          },
          "task" : "mini-sst2",
          "testExamples" : 200,
          "trainable" : 1200,
          "wallSeconds" : 12.75
        },
        {
          "accuracyMean" : 0.91,
          "accuracyStd" : 0.014142135623730963,
          "evaluationPeakBytes" : 1536,
          "findings" : [

          ],
          "forecastBytes" : 1536,
          "forwardPasses" : 200,
          "metric" : "accuracy",
          "model" : "tiny-opt",
          "n" : 2,
          "optimizer" : "zo-sgd",
          "outcome" : "2 completed, 1 diverged",
          "peakBytes" : 1536,
          "scheme" : "ft",
          "seeds" : [
            0,
            1,
            2
          ],
          "settings" : {
            "epsilon" : 0.001
          },
          "task" : "mini-sst2",
          "testExamples" : 200,
          "trainable" : 1200,
          "wallSeconds" : 12.75
        }
      ]

      """#
    #expect(JSONReporter().render(set) == expected)
  }

  @Test func nothingIsSaidOfNothing() {
    let none = ResultSet([])
    #expect(TextReporter().render(none) == "No results.\n")
    #expect(JSONReporter().render(none).filter { !$0.isWhitespace } == "[]")
    #expect(CSVReporter().render(none).hasSuffix("trainable,evaluationPeakBytes,metric\r\n"))
    #expect(MarkdownReporter().render(none).hasSuffix("\n\n- No results.\n"))
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx"])
  func spreadsheetsSeeNoFormulas(_ name: String) {
    let hostile = run(
      cell(Component("a"), model: name), seed: 0, accuracy: nil,
      trial: trial(forecast: 1, measured: 1))
    let row = CSVReporter().render(ResultSet([hostile])).split(separator: "\r\n").last
    #expect(row?.hasPrefix("'" + name + ",") == true)
  }
}
