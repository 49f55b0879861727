import Foundation

extension Float {
  /// A standard normal value, by Box and Muller from two uniform ones.
  static func normal(using numbers: inout some RandomNumberGenerator) -> Float {
    let first = (Double(numbers.next() >> 11) + 1) * 0x1p-53
    let second = Double(numbers.next() >> 11) * 0x1p-53
    return Float((-2 * log(first)).squareRoot() * cos(2 * Double.pi * second))
  }
}
