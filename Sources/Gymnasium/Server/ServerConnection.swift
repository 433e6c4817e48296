import Foundation

/// Requests to one child and its answers, with a limit of time on each.
///
/// The first error ends the child; every later call throws it again.
final class ServerConnection {
  private let environment: GymnasiumEnvironment
  /// The bytes to and from it.
  let stream: ServerStream
  private var failure: GymnasiumError?
  private var buffer: [UInt8]

  /// Starts Python and checks that it speaks this version of the protocol.
  init(_ environment: GymnasiumEnvironment) throws(GymnasiumError) {
    self.environment = environment
    buffer = [UInt8](repeating: 0, count: 1 << 16)
    var variables = ProcessInfo.processInfo.environment
    // The order of Python's sets must not depend on the run.
    if variables["PYTHONHASHSEED"] == nil { variables["PYTHONHASHSEED"] = "0" }
    let script = String(decoding: PackageResources.server_py, as: UTF8.self)
    do {
      stream = ServerStream(
        try ServerProcess(environment.executable, arguments: ["-c", script], environment: variables),
        timeoutSeconds: environment.timeoutSeconds)
    } catch {
      throw .pythonNotFound(executable: environment.executable, reason: error.reason)
    }
    try receive(ServerProtocol.headerBytes, from: 0, during: "start")
    guard buffer.starts(with: ServerProtocol.magic), word(at: 4) == ServerProtocol.version else {
      let bytes = buffer.prefix(ServerProtocol.headerBytes).map { String(format: "%02x", $0) }
      throw end(.unreadableAnswer(id: environment.id, found: "a greeting of \(bytes.joined(separator: " "))"))
    }
  }

  /// Sends a request and gives its answer to `read`.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - message: The whole message; its first eight bytes are overwritten by the header.
  ///   - expected: The kind of answer that it has to be.
  ///   - read: Reads the payload; `nil` if that is not what it has to be.
  /// - Returns: What was read.
  /// - Throws: What the child tells of, or that it is gone.
  func exchange<R>(
    _ request: ServerRequest, _ message: inout [UInt8], expecting expected: ServerAnswer,
    read: (UnsafeRawBufferPointer) -> R?
  ) throws(GymnasiumError) -> R {
    if let failure { throw failure }
    setWord(request.rawValue, in: &message, at: 0)
    setWord(UInt32(message.count - ServerProtocol.headerBytes), in: &message, at: 4)
    try check(stream.send(message), during: request.name)

    let have = try receive(ServerProtocol.headerBytes, from: 0, during: request.name)
    let length = ServerProtocol.headerBytes + Int(word(at: 4))
    if buffer.count < length { buffer += [UInt8](repeating: 0, count: length - buffer.count) }
    let received = try receive(length, from: have, during: request.name)
    let kind = ServerAnswer(rawValue: word(at: 0))
    let result = buffer.withUnsafeBytes { bytes -> R? in
      let payload = UnsafeRawBufferPointer(rebasing: bytes[ServerProtocol.headerBytes..<length])
      return kind == expected && received == length ? read(payload) : nil
    }
    if let result { return result }
    let payload = Data(buffer[ServerProtocol.headerBytes..<length])
    guard kind == .failure, let told = try? JSONDecoder().decode(ServerFailure.self, from: payload) else {
      throw end(
        .unreadableAnswer(id: environment.id, found: "an answer of kind \(word(at: 0)) with \(length) bytes"))
    }
    throw end(told.error(of: environment))
  }

  /// The child.
  var processIdentifier: Int32 { stream.process.identifier }

  /// How long an answer may take.
  var timeoutSeconds: Double {
    get { stream.timeoutSeconds }
    set { stream.timeoutSeconds = newValue }
  }

  /// Ends the child.
  func close() {
    if failure == nil { failure = .closed(id: environment.id) }
    stream.process.end(within: 2)
  }

  /// Ends the child because of an error, and remembers that.
  func end(_ error: GymnasiumError) -> GymnasiumError {
    if failure == nil { failure = error }
    stream.process.end(within: 0)
    return error
  }

  @discardableResult
  private func receive(_ needed: Int, from have: Int, during: String) throws(GymnasiumError) -> Int {
    var have = have
    try check(stream.receive(&buffer, have: &have, needed: needed), during: during)
    return have
  }

  private func check(_ result: ServerStream.Result, during: String) throws(GymnasiumError) {
    switch result {
    case .done: return
    case .timedOut:
      throw end(.timedOut(id: environment.id, seconds: timeoutSeconds, during: during))
    case .closed:
      // The stream closes a moment before the process is gone.
      let status = stream.process.awaitEnd(within: 2) ?? "its streams closed"
      throw end(.processEnded(id: environment.id, status: status, lastWords: stream.lastWords()))
    }
  }

  private func word(at offset: Int) -> UInt32 {
    buffer.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
  }

  private func setWord(_ word: UInt32, in message: inout [UInt8], at offset: Int) {
    message.withUnsafeMutableBytes { $0.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt32.self) }
  }
}
