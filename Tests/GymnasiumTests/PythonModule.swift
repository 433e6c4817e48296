import Foundation
import Gymnasium
import Settings

/// A Python module written for one test, in a folder of its own.
final class PythonModule {
  let folder: URL
  private let name: String

  init(_ source: String) throws {
    name = "module_\(UUID().uuidString.prefix(8).lowercased())"
    folder = FileManager.default.temporaryDirectory.appending(path: "rlframework-gymnasium-\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try (Self.preamble + source).write(to: folder.appending(path: "\(name).py"), atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// An environment that the module registers.
  func environment(
    _ id: String, arguments: [String: JSONValue] = [:], masks: GymnasiumMaskSource? = nil
  ) -> GymnasiumEnvironment {
    GymnasiumEnvironment(
      id, arguments: arguments, modules: [name], modulePaths: [folder.path], masks: masks)
  }

  /// An executable script beside the module.
  ///
  /// A shell writes it: a file that this process has open to write may be inherited by a child of another test that is
  /// just being started, and a program that somebody may write to cannot be run.
  func script(_ text: String) throws -> String {
    let path = folder.appending(path: "python-\(UUID().uuidString)").path
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", #"printf '%s' "$1" > "$0" && chmod +x "$0""#, path, text]
    try shell.run()
    shell.waitUntilExit()
    return path
  }

  private static let preamble = """
    import os, sys, time
    import numpy as np
    import gymnasium
    from gymnasium import spaces


    def register(name, make, **options):
        gymnasium.register(name, entry_point=make, **options)


    class Base(gymnasium.Env):
        observation_space = spaces.Box(-1, 1, (2,), np.float32)
        action_space = spaces.Discrete(3)

        def reset(self, seed=None, options=None):
            super().reset(seed=seed)
            self.steps = 0
            return self.see(), self.tell()

        def step(self, action):
            self.steps += 1
            return self.see(action), 0.0, False, False, self.tell()

        def see(self, action=None):
            return np.zeros(2, np.float32)

        def tell(self):
            return {}


    """
}

/// The Python that the tests run.
enum TestPython {
  static var executable: String { ProcessInfo.processInfo.environment["RLFRAMEWORK_PYTHON"] ?? "python3" }

  /// Whether it has gymnasium.
  static let hasGymnasium = runs("import gymnasium, numpy")
  /// Whether it has Box2D too.
  static let hasBox2D = runs("import gymnasium; gymnasium.make('LunarLander-v3')")

  private static func runs(_ line: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable, "-c", line]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
