/// What a task file of lm-evaluation-harness may say beside what is read of it.
enum HarnessKeys {
  /// Keys that are read.
  static let read = [
    "task", "dataset_path", "dataset_name", "dataset_kwargs", "training_split", "validation_split",
    "test_split", "output_type", "description", "doc_to_text", "doc_to_choice", "doc_to_target",
    "target_delimiter", "metric_list", "metric", "num_fewshot", "repeats",
  ]

  /// Keys that change nothing of what is asked or learned here.
  static let inert = [
    "task_alias", "tag", "group", "group_alias", "fewshot_split", "fewshot_delimiter", "batch_size",
    "should_decontaminate", "doc_to_decontamination_query", "metadata",
  ]

  /// Keys that would change it, with what to do instead.
  static let refused: [String: String] = [
    "include": "another file is not read in; write its keys here",
    "use_prompt": "prompts of promptsource are not at hand; write 'doc_to_text' and the others",
    "process_docs": "is Python, which is not run; change the rows before, or say it in Jinja",
    "process_results": "is Python, which is not run; only accuracy of the choices is computed",
    "custom_dataset": "is Python, which is not run; write the rows into files",
    "unsafe_code": "is for code that is run, and none is",
    "doc_to_image": "models here read text only",
    "doc_to_audio": "models here read text only",
    "filter_list": "answers of choices are not filtered; leave it out",
    "generation_kwargs": "is for generated answers; choices are compared here",
    "gen_prefix": "is not supported; put it at the end of 'doc_to_text'",
    "fewshot_config": "demonstrations are a scheme here: take 'icl' and leave this out",
  ]
}
