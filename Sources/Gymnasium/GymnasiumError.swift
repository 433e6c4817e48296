import Settings

/// Why Python environments cannot be opened or cannot go on.
///
/// After an error of a running environment its Python process has ended, and every further call throws the same error.
public enum GymnasiumError: Error, Equatable, Sendable {
  /// A setting is out of range.
  case unusableSetting(ConfigurationError)
  /// There is no such Python, or it cannot be run.
  case pythonNotFound(executable: String, reason: String)
  /// Python lacks `gymnasium` or `numpy`.
  case packageMissing(package: String, executable: String, said: String)
  /// A module of the user's that is to be imported first cannot be.
  case moduleUnusable(module: String, said: String)
  /// No environment is registered by this name.
  case unknownEnvironment(id: String, said: String)
  /// The environment needs a package that is not installed, such as Box2D.
  case dependencyMissing(id: String, said: String)
  /// A space that no agent of this library can see or act in; `role` is `observation` or `action`.
  case unsupportedSpace(id: String, role: String, space: String, reason: String)
  /// Actions of the type that was asked for do not fit the environment.
  case wrongAction(id: String, kind: String, fits: String, asked: String)
  /// Masks were asked for and are missing or unusable; `environment` is its index, where it is one of them.
  case unusableMasks(id: String, environment: Int?, reason: String)
  /// Python code of an environment raised an exception; `during` is `make`, `reset` or `step`.
  case raised(id: String, environment: Int?, during: String, said: String)
  /// The Python process ended by itself.
  case processEnded(id: String, status: String, lastWords: String)
  /// No answer came within the time that the settings allow; `during` is `start`, `open`, `reset` or `step`.
  case timedOut(id: String, seconds: Double, during: String)
  /// What came from the Python process is not the protocol.
  case unreadableAnswer(id: String, found: String)
  /// The environments were closed before.
  case closed(id: String)
}

extension GymnasiumError: CustomStringConvertible {
  /// The error as a sentence.
  public var description: String {
    switch self {
    case .unusableSetting(let error): "\(error)"
    case .pythonNotFound(let executable, let reason):
      "Python cannot be run as \(executable) (\(reason)): install Python 3, or name another one with RLFRAMEWORK_PYTHON"
    case .packageMissing(let package, let executable, let said):
      "\(executable) has no usable \(package) (\(said)): run \(executable) -m pip install gymnasium"
    case .moduleUnusable(let module, let said): "the Python module \(module) cannot be imported: \(said)"
    case .unknownEnvironment(let id, let said): "Gymnasium has no environment \(id): \(said)"
    case .dependencyMissing(let id, let said): "\(id) needs a Python package that is not installed: \(said)"
    case .unsupportedSpace(let id, let role, let space, let reason):
      "the \(role) space \(space) of \(id) cannot be used: it \(reason)"
    case .wrongAction(let id, let kind, let fits, let asked):
      "\(id) is a \(kind) environment, open it with \(fits) instead of \(asked)"
    case .unusableMasks(let id, let environment, let reason):
      "\(Self.name(id, environment)) cannot mask actions: \(reason)"
    case .raised(let id, let environment, let during, let said):
      "\(Self.name(id, environment)) raised an exception in \(during): \(said)"
    case .processEnded(let id, let status, let lastWords):
      "the Python process of \(id) ended with \(status)" + (lastWords.isEmpty ? "" : ", its last words: \(lastWords)")
    case .timedOut(let id, let seconds, let during):
      "\(id) did not answer within \(seconds) s (\(during)); its Python process was ended"
    case .unreadableAnswer(let id, let found): "the Python process of \(id) must speak the protocol, was \(found)"
    case .closed(let id): "the environments of \(id) have been closed"
    }
  }

  private static func name(_ id: String, _ environment: Int?) -> String {
    environment.map { "environment \($0) of \(id)" } ?? id
  }
}
