extension DataFiles {
  /// The files of a SuperGLUE task, as distributed or exported from Hugging Face `datasets`.
  static func superGLUE(_ folder: String) -> DataFiles {
    DataFiles(
      train: ["{superglue/,}\(folder)/train.{jsonl,csv}"],
      validation: ["{superglue/,}\(folder)/{val,validation}.{jsonl,csv}"])
  }
}
