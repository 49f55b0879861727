extension Schema {
  /// What version 12 adds: the digests of what another process goes on from, so that bytes that
  /// have changed since are not believed; NULL where an earlier version wrote.
  static let digestColumns = """
    ALTER TABLE stepLog ADD COLUMN digest TEXT;
    ALTER TABLE progress ADD COLUMN digest TEXT;

    """
}
