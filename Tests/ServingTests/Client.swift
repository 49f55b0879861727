import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A connection that sends any bytes, also wrong ones, and reads what comes.
struct Client: Sendable {
  struct Failure: Error {
    var step: String
  }

  let port: UInt16

  /// - Parameter isDone: whether what has come is enough; else reading ends with the connection, or
  ///   after ten seconds of silence.
  func ask(
    _ request: String, until isDone: @escaping @Sendable (String) -> Bool = { _ in false }
  ) async throws -> String {
    let port = port
    // The threads of tasks and queues are few, and the server needs them.
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try Self.ask(port, request, isDone) })
      }
    }
  }

  /// A whole request with an answer that ends.
  func get(
    _ path: String, method: String = "GET", host: String? = "localhost"
  ) async throws -> String {
    let host = host.map { "Host: \($0)\r\n" } ?? ""
    return try await ask("\(method) \(path) HTTP/1.1\r\n\(host)Connection: close\r\n\r\n")
  }

  private static func ask(
    _ port: UInt16, _ request: String, _ isDone: (String) -> Bool
  ) throws -> String {
    let file = try connect(port)
    defer { close(file) }
    let bytes = Array(request.utf8)
    guard send(file, bytes, bytes.count, 0) == bytes.count else { throw Failure(step: "send") }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isDone(String(decoding: answer, as: UTF8.self)) {
      let count = recv(file, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func connect(_ port: UInt16) throws -> Int32 {
    #if canImport(Glibc)
      let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let file = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, size) == 0 }
    }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard file >= 0, isConnected else { throw Failure(step: "connect") }
    return file
  }

  #if canImport(Glibc)
    private static func connect(
      _ file: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
    ) -> Int32 { Glibc.connect(file, address, size) }
  #elseif canImport(Musl)
    private static func connect(
      _ file: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
    ) -> Int32 { Musl.connect(file, address, size) }
  #else
    private static func connect(
      _ file: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
    ) -> Int32 { Darwin.connect(file, address, size) }
  #endif
}
