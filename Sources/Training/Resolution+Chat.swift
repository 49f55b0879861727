import Models
import Schemes
import Tasks
import Vocabulary

extension ChatTemplate: ChatRendering {}

extension Resolution {
  /// The sample in the form of the model's chat template, if the task asks for it.
  ///
  /// - Throws: what is wrong with the template, or that solved examples go before it.
  func framed(_ sample: TaskSample) throws(InputProblem) -> TaskSample {
    guard task.takesChatOfModel else { return sample }
    guard scheme.learning.demonstrations == 0 else {
      throw InputProblem(
        at: "task '\(task.name)'",
        "'chat: model' has one request and one answer; demonstrations do not stand before it")
    }
    return try sample.framed(by: try ChatTemplate(of: model))
  }
}
