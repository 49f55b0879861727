// Known answers of Random123's generators, copied by value from its kat_vectors:
//
// Copyright 2010-2012, D. E. Shaw Research.
// All rights reserved.
//
// Redistribution and use in source and binary forms, with or without
// modification, are permitted provided that the following conditions are
// met:
//
// * Redistributions of source code must retain the above copyright
//   notice, this list of conditions, and the following disclaimer.
//
// * Redistributions in binary form must reproduce the above copyright
//   notice, this list of conditions, and the following disclaimer in the
//   documentation and/or other materials provided with the distribution.
//
// * Neither the name of D. E. Shaw Research nor the names of its
//   contributors may be used to endorse or promote products derived from
//   this software without specific prior written permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS
// "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
// LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR
// A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT
// OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
// SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT
// LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
// DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY
// THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
// (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
// OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

/// One known answer of a counter-based generator: words in the order of Random123's `v[0]`, ….
struct KnownAnswer: Sendable {
  var counter: [UInt32]
  var key: [UInt32]
  var expected: [UInt32]
}

/// The vectors of Random123 for the generators that the project uses.
enum KnownAnswers {
  /// philox4x32 with 10 rounds.
  static let philox4x32x10 = [
    KnownAnswer(
      counter: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      key: [0x00000000, 0x00000000],
      expected: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
    KnownAnswer(
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      expected: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
    KnownAnswer(
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      expected: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]),
  ]

  /// philox4x32 with 7 rounds.
  static let philox4x32x7 = [
    KnownAnswer(
      counter: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      key: [0x00000000, 0x00000000],
      expected: [0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48]),
    KnownAnswer(
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      expected: [0x5207ddc2, 0x45165e59, 0x4d8ee751, 0x8c52f662]),
    KnownAnswer(
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      expected: [0x4dfccaba, 0x190a87f0, 0xc47362ba, 0xb6b5242a]),
  ]

  /// threefry4x32 with 20 rounds.
  static let threefry4x32x20 = [
    KnownAnswer(
      counter: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      key: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      expected: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8]),
    KnownAnswer(
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      expected: [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732]),
    KnownAnswer(
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      expected: [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84]),
  ]
}
