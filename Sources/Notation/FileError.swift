import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension CocoaError {
  /// Why the system refused a file, in its own words.
  package var reason: String {
    guard let system = underlying as? POSIXError else { return localizedDescription }
    return String(cString: strerror(system.code.rawValue))
  }
}
