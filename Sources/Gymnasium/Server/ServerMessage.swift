import Settings

/// The numbers of `docs/gymnasium-protocol.md`, which `server.py` repeats.
enum ServerProtocol {
  /// The first four bytes that the child writes: "RLGY".
  static let magic: [UInt8] = [0x52, 0x4C, 0x47, 0x59]
  /// Raised with every change of a message.
  static let version: UInt32 = 1
  /// Kind and length of the payload, 32 bits each.
  static let headerBytes = 8
}

/// What is asked of the child; each request gets one answer.
enum ServerRequest: UInt32 {
  case open = 1
  case reset = 2
  case step = 3

  /// The word for messages.
  var name: String {
    switch self {
    case .open: "open"
    case .reset: "reset"
    case .step: "step"
    }
  }
}

/// What the child answers.
enum ServerAnswer: UInt32 {
  case description = 101
  case observed = 102
  case failure = 255
}

/// The payload of `open`.
struct OpenRequest: Encodable {
  let id: String
  let count: Int
  let arguments: [String: JSONValue]
  let modules: [String]
  let modulePaths: [String]
  /// Empty where nothing is masked.
  let masks: String
}

/// The payload of `description`.
struct ServerDescription: Decodable {
  struct Group: Decodable {
    let name: String
    let rows: Int
    let columns: Int
  }

  struct ActionSpace: Decodable {
    let kind: String
    let counts: [Int]?
    let low: [Float]?
    let high: [Float]?

    var space: GymnasiumActionSpace? {
      switch kind {
      case "discrete": counts?.first.map { .discrete(count: $0) }
      case "multiDiscrete": counts.map { .multiDiscrete(counts: $0) }
      case "continuous": low.flatMap { low in high.map { .continuous(low: low, high: $0) } }
      default: nil
      }
    }
  }

  let gymnasium: String
  let observation: [Group]
  let action: ActionSpace
  let maskWidth: Int
}

/// The payload of `failure`.
struct ServerFailure: Decodable {
  let kind: String
  let message: String
  let environment: Int?
  let during: String?
  let package: String?
  let role: String?
  let space: String?

  /// The failure as an error of an environment.
  func error(of environment: GymnasiumEnvironment) -> GymnasiumError {
    let id = environment.id
    return switch kind {
    case "packageMissing":
      .packageMissing(package: package ?? "package", executable: environment.executable, said: message)
    case "moduleUnusable": .moduleUnusable(module: package ?? "", said: message)
    case "unknownEnvironment": .unknownEnvironment(id: id, said: message)
    case "dependencyMissing": .dependencyMissing(id: id, said: message)
    case "unsupportedSpace": .unsupportedSpace(id: id, role: role ?? "", space: space ?? "", reason: message)
    case "masks": .unusableMasks(id: id, environment: self.environment, reason: message)
    case "raised": .raised(id: id, environment: self.environment, during: during ?? "make", said: message)
    default: .unreadableAnswer(id: id, found: "a failure of kind \(kind)")
    }
  }
}
