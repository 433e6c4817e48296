#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Darwin)
  typealias SpawnActions = posix_spawn_file_actions_t?
  typealias SpawnAttributes = posix_spawnattr_t?
  func emptySpawnActions() -> SpawnActions { nil }
  func emptySpawnAttributes() -> SpawnAttributes { nil }
  /// A dead reader is told by an option of the socket there.
  private let sendFlags = Int32(MSG_DONTWAIT)
#else
  typealias SpawnActions = posix_spawn_file_actions_t
  typealias SpawnAttributes = posix_spawnattr_t
  func emptySpawnActions() -> SpawnActions { SpawnActions() }
  func emptySpawnAttributes() -> SpawnAttributes { SpawnAttributes() }
  private let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
#endif

/// Two descriptors that no other child inherits: one would keep this one's stream open.
struct DescriptorPair {
  let first: Int32
  let second: Int32

  /// A stream in both directions.
  static func socket() -> DescriptorPair? {
    var pair: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &pair) == 0 else { return nil }
      var on: Int32 = 1
      setsockopt(pair[0], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
      return DescriptorPair(closingOnExecution: pair)
    #else
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { return nil }
      return DescriptorPair(first: pair[0], second: pair[1])
    #endif
  }

  /// A stream from `second` to `first`, of which nobody awaits the end.
  ///
  /// A child started by another thread between the two calls would inherit it, which does no harm here.
  static func oneWay() -> DescriptorPair? {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { return nil }
    return DescriptorPair(closingOnExecution: pair)
  }

  func closeBoth() {
    close(first)
    close(second)
  }
}

extension DescriptorPair {
  private init(closingOnExecution pair: [Int32]) {
    for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    self.init(first: pair[0], second: pair[1])
  }
}

/// Sends what fits without waiting; a dead reader is an error and not a signal that ends this program.
func sendNow(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
}

/// What the system says about an error number.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
