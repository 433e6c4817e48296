import Foundation

/// The names of the operation types that Swift files declare, to find one that no gradient check covers.
///
/// Compare them with ``GradientReport/operations``.
///
/// - Parameter folder: Searched with all folders below it.
/// - Returns: Type names, without generic parameters.
/// - Throws: Where a file cannot be read.
public func declaredOperations(in folder: URL) throws -> Set<String> {
  let declaration = /(?:struct|class)\s+(\w+)[^{]*?:[^{]*?\bDifferentiableOperation\b/
  var names: Set<String> = []
  for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    names.formUnion(text.matches(of: declaration).map { String($0.output.1) })
  }
  return names
}
