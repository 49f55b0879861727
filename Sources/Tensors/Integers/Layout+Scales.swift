import Vocabulary

extension Layout {
  /// The scales that stores of integers have beside these parameters: rows × groups of each matrix
  /// and embedding, in the same order under the same names; other parameters have none.
  package var scales: Layout {
    var scales = Layout()
    for slice in slices {
      let isMatrix = StorageFormat.int8.grid(of: slice) != nil
      scales.add(
        slice.name, slice.kind, rows: isMatrix ? slice.rows : 0,
        columns: isMatrix ? IntegerGrid.groups(of: slice.columns) : 0)
    }
    return scales
  }

  /// Indices of the parameters that stores of integers keep as such.
  package var integers: Set<Int> {
    Set(slices.filter { StorageFormat.int8.grid(of: $0) != nil }.map(\.index))
  }
}

extension ParameterStore {
  /// The scales of the matrices of integers that this store owns, as parameters themselves.
  ///
  /// What is written to them is the store's. Their layout is `layout.scales`.
  package func scales() throws(OutOfMemory) -> ParameterStore {
    try ParameterStore(scalesOf: self)
  }
}
