/// How the scores of candidates are calibrated.
///
/// Surface-form calibration (SFC) scores an option by its summed log-probability after the whole
/// prompt, from which that after the prompt without its input is subtracted (Holtzman et al. 2021,
/// arXiv 2104.08315).
package enum Calibration: String, SettingChoice {
  /// Mean log-probabilities, as they are.
  case none
  /// Demonstrations stand before the prompt alone.
  case sfc
  /// Demonstrations stand before both texts.
  case withDemonstrations = "icl-sfc"
}
