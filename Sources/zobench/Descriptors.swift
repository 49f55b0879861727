import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a program must find open when it begins, and how many files it may open.
enum Descriptors {
  /// Files that a command has open at once, at most, with those of the system's libraries.
  private static let least: rlim_t = 24

  /// Keeps the numbers of the standard streams taken.
  ///
  /// A closed one would be the number of the next file that is opened, a checkpoint or a database,
  /// and what is said would be written into that file. What is written to a stream that was closed
  /// fails as before.
  static func holdStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the one that is closed.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Takes as many files as the system lets this process have.
  ///
  /// - Returns: a sentence when they are too few for any work; nil when there is room.
  static func makeRoom() -> String? {
    var limit = rlimit()
    guard getrlimit(kind, &limit) == 0, limit.rlim_cur < least else { return nil }
    limit.rlim_cur = min(least, limit.rlim_max)
    guard setrlimit(kind, &limit) == 0, limit.rlim_cur == least else {
      return "\(limit.rlim_cur) files may be open at once; at least \(least) are needed (ulimit -n)"
    }
    return nil
  }

  #if canImport(Glibc)
    private static let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let kind = RLIMIT_NOFILE
  #endif
}
