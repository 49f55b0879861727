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
  var counter: SIMD4<UInt32>
  var key: SIMD4<UInt32>
  var expected: SIMD4<UInt32>
}

/// The vectors of Random123 for the generator that the project uses.
enum KnownAnswers {
  /// threefry4x32 with 13 rounds.
  static let threefry4x32x13: [KnownAnswer] = [
    KnownAnswer(
      counter: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      key: [0x00000000, 0x00000000, 0x00000000, 0x00000000],
      expected: [0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a]),
    KnownAnswer(
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      expected: [0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0]),
    KnownAnswer(
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      expected: [0x4aa71d8f, 0x734738c2, 0x431fc6a8, 0xae6debf1]),
  ]

  /// threefry4x32 with 20 rounds.
  static let threefry4x32x20: [KnownAnswer] = [
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
