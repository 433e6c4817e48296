#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes to and from a child, never waiting longer than allowed, while its standard error is kept from filling up.
final class ServerStream {
  /// What became of a transfer.
  enum Result { case done, closed, timedOut }

  /// The child at the other end.
  let process: ServerProcess
  /// How long one transfer may take.
  var timeoutSeconds: Double
  private var said: [UInt8] = []
  private var hearsErrors = true
  private var errorBuffer = [UInt8](repeating: 0, count: 4096)
  private var descriptors = [pollfd](repeating: pollfd(), count: 2)

  init(_ process: ServerProcess, timeoutSeconds: Double) {
    self.process = process
    self.timeoutSeconds = timeoutSeconds
  }

  /// Sends all bytes.
  func send(_ bytes: [UInt8]) -> Result {
    let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        sendNow(process.channel, UnsafeRawBufferPointer(rebasing: all[sent...]))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        let result = wait(for: Int32(POLLOUT), until: deadline)
        if result != .done { return result }
      } else if errno != EINTR {
        return .closed
      }
    }
    return .done
  }

  /// Receives until `have` is at least `needed`.
  ///
  /// Reads as much as there is: answers never overlap.
  func receive(_ buffer: inout [UInt8], have: inout Int, needed: Int) -> Result {
    let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
    while have < needed {
      let ready = wait(for: Int32(POLLIN), until: deadline)
      if ready != .done { return ready }
      let start = have
      let count = buffer.withUnsafeMutableBytes { all in
        let rest = UnsafeMutableRawBufferPointer(rebasing: all[start...])
        return read(process.channel, rest.baseAddress, rest.count)
      }
      if count > 0 {
        have += count
      } else if count == 0 || errno != EINTR {
        return .closed
      }
    }
    return .done
  }

  /// The last lines that the child wrote to standard error, on one line.
  func lastWords() -> String {
    var descriptor = pollfd(fd: process.errors, events: Int16(POLLIN), revents: 0)
    while hearsErrors, poll(&descriptor, 1, 0) > 0 {
      hearErrors()
    }
    let lines = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    return lines.suffix(3).joined(separator: " | ")
  }

  /// Waits until the stream is ready, and hears what the child says meanwhile.
  private func wait(for events: Int32, until deadline: ContinuousClock.Instant) -> Result {
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      descriptors[0] = pollfd(fd: process.channel, events: Int16(events), revents: 0)
      descriptors[1] = pollfd(fd: hearsErrors ? process.errors : -1, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptors, 2, Int32(max(0, min(86_400_000, left.rounded(.up)))))
      if ready < 0, errno != EINTR { return .closed }
      if ready > 0, descriptors[1].revents != 0 { hearErrors() }
      // A hang-up counts as ready: the transfer then says so.
      if ready > 0, descriptors[0].revents != 0 { return .done }
      if ready == 0, ContinuousClock.now >= deadline { return .timedOut }
    }
  }

  /// Reads what there is on standard error and keeps its end.
  private func hearErrors() {
    let count = errorBuffer.withUnsafeMutableBytes { read(process.errors, $0.baseAddress, $0.count) }
    guard count > 0 else {
      hearsErrors = count < 0 && errno == EINTR
      return
    }
    said += errorBuffer[..<count]
    if said.count > 2 * errorBuffer.count { said.removeFirst(said.count - errorBuffer.count) }
  }
}
