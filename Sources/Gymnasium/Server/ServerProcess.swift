import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A child process with one stream in both directions and one for what it says on standard error.
///
/// Foundation's `Process` needs a run loop to learn of an end; a child is started here and waited for directly, so that
/// its end is known at once and no zombie stays.
final class ServerProcess {
  /// What stood in the way of starting.
  struct SpawnError: Error { let reason: String }

  /// The process, until it is known to have ended.
  let identifier: pid_t
  /// The stream to the child's standard input and from its standard output.
  private(set) var channel: Int32
  /// The read end of its standard error.
  let errors: Int32
  /// How it ended, once that is known.
  private(set) var status: String?

  /// Starts a program, looked up in the search path where its name has no slash.
  init(_ executable: String, arguments: [String], environment: [String: String]) throws(SpawnError) {
    guard let stream = DescriptorPair.socket() else { throw SpawnError(reason: systemMessage(errno)) }
    guard let errors = DescriptorPair.oneWay() else {
      let reason = systemMessage(errno)
      stream.closeBoth()
      throw SpawnError(reason: reason)
    }
    var actions = emptySpawnActions()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, stream.second, 0)
    posix_spawn_file_actions_adddup2(&actions, stream.second, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.second, 2)
    var attributes = Self.attributes()
    var child: pid_t = 0
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let result = Self.withCStrings([executable] + arguments) { arguments in
      Self.withCStrings(variables) { posix_spawnp(&child, executable, &actions, &attributes, arguments, $0) }
    }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(stream.second)
    close(errors.second)
    guard result == 0 else {
      close(stream.first)
      close(errors.first)
      throw SpawnError(reason: systemMessage(result))
    }
    identifier = child
    channel = stream.first
    self.errors = errors.first
  }

  deinit {
    end(within: 2)
    close(errors)
  }

  /// Closes the stream, which tells the child to end, and waits for that; a child that does not end in time is ended.
  func end(within seconds: Double) {
    if channel >= 0 { close(channel) }
    channel = -1
    if awaitEnd(within: seconds) != nil { return }
    // What it started in its group goes with it.
    kill(-identifier, SIGKILL)
    _ = awaitEnd(within: .infinity)
  }

  /// How the child ended, asking for at most some seconds.
  func awaitEnd(within seconds: Double) -> String? {
    let deadline = ContinuousClock.now + .seconds(min(seconds, 1e6))
    var pause: UInt32 = 200
    while status == nil {
      var code: Int32 = 0
      let result = waitpid(identifier, &code, WNOHANG)
      if result == identifier {
        let signal = code & 0x7F
        status = signal == 0 ? "exit status \((code >> 8) & 0xFF)" : "signal \(signal)"
      } else if result < 0, errno != EINTR {
        // Somebody else waited for all children of this program.
        status = "an unknown status"
      } else if ContinuousClock.now >= deadline {
        return nil
      } else {
        usleep(pause)
        pause = min(pause * 2, 20_000)
      }
    }
    return status
  }

  /// A group of its own, so that Ctrl-C at the terminal is for this program to handle, and no signals blocked.
  private static func attributes() -> SpawnAttributes {
    var attributes = emptySpawnAttributes()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }

  private static func withCStrings<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
