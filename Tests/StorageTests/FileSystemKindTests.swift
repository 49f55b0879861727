import Storage
import Testing

struct FileSystemKindTests {
  private static let mounts = """
    22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
    30 22 0:40 / /home rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
    31 30 8:2 / /home/my\\040disk rw,relatime - xfs /dev/sdb1 rw
    32 22 0:41 / /mnt/ssh rw - fuse.sshfs user@host: rw
    33 22 8:3 / /over rw - ext4 /dev/sdc rw
    34 22 0:42 / /over rw - lustre server:/x rw
    not a mount
    """

  @Test(arguments: [
    ("/tmp/x", FileSystemKind.local), ("/home/me", .network), ("/home", .network),
    ("/homework", .local), ("/home/my disk/a", .local), ("/mnt/ssh/a", .network),
    ("/over/a", .network),
  ])
  func theInnermostMountDecides(_ place: String, _ kind: FileSystemKind) {
    #expect(FileSystemKind(of: place, mounts: Self.mounts) == kind)
  }

  @Test func withoutATableItIsLocal() {
    #expect(FileSystemKind(of: "/tmp", mounts: "") == .local)
  }
}
