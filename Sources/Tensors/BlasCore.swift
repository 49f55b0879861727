import CKernels

/// For which processor OpenBLAS has chosen its kernels, and for which it should have.
package enum BlasCore {
  /// The core of OpenBLAS that a processor with the kernels of this table should have, if `core` is
  /// a weaker one; nil if it is good enough.
  package static func better(than core: String, for table: String) -> String? {
    unsafe zo_better_core(core, table).map { unsafe String(cString: $0) }
  }

  /// Starts the program anew where OpenBLAS does not know the processor, with kernels that suit it;
  /// returns where there is nothing to change, or no way to.
  ///
  /// To be called first of all. A core that the user chose by `OPENBLAS_CORETYPE` stays.
  package static func replaceIfWeak() { unsafe zo_replace_core(CommandLine.unsafeArgv) }

  /// The core that OpenBLAS had chosen before the program was started anew; nil if it was not.
  package static var replaced: String? {
    let name = unsafe String(cString: zo_replaced_core())
    return name.isEmpty ? nil : name
  }
}
