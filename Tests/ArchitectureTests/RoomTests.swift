import Testing

/// The table of rooms, the manifest and the imports say the same.
@Suite struct RoomTests {
  /// What every room may use: the language's own and the operating system's libraries.
  static let system: Set = ["Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin", "Musl"]

  @Test func everyFolderOfSourcesIsInTheTable() throws {
    let tabled = Set(try Rooms.tabled().map(\.name))
    #expect(try SourceTree.folders(in: "Sources") == tabled)
  }

  @Test func theManifestSaysWhatTheTableSays() throws {
    let declared = try Rooms.declared()
    let rooms = try Rooms.tabled()
    #expect(rooms.count > 10)
    #expect(Set(declared.keys) == Set(rooms.map(\.name)))
    for room in rooms {
      #expect(declared[room.name] == room.imports.union(room.external), "\(room.name)")
    }
  }

  @Test func filesImportOnlyWhatTheirRoomMay() throws {
    for room in try Rooms.tabled() {
      let allowed = room.imports.union(room.external).union(Self.system)
      for file in try SourceTree.files(in: "Sources/\(room.name)") {
        let foreign = file.imports.subtracting(allowed)
        #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
      }
    }
  }

  @Test func everyPackageIsImportedByOneRoom() throws {
    let rooms = try Rooms.tabled()
    let wanted = [
      "GRDB": "Storage", "Yams": "Grids", "ArgumentParser": "zobench", "Crypto": "Vocabulary",
      "FlyingFox": "Serving", "FlyingSocks": "Serving",
    ]
    for (module, room) in wanted {
      let importing = try rooms.filter { room in
        try SourceTree.files(in: "Sources/\(room.name)").contains { $0.imports.contains(module) }
      }
      #expect(importing.map(\.name) == [room], "\(module)")
    }
    #expect(Set(rooms.flatMap(\.external)) == Set(wanted.keys))
  }

  @Test func onlyTensorsCallsTheKernels() throws {
    for file in try SourceTree.files(in: "Sources") where file.imports.contains("CKernels") {
      #expect(file.path.hasPrefix("Sources/Tensors/"))
    }
  }

  @Test func roomsAreTabledBottomUp() throws {
    var known: Set<String> = []
    for room in try Rooms.tabled() {
      #expect(room.imports.isSubset(of: known), "\(room.name) imports a later room")
      known.insert(room.name)
    }
  }
}
