import ArgumentParser
import RLFramework
import TradingExperiments

extension ArgumentHelp {
  /// A sentence of help that ends with the default of a setting.
  static func setting<Value>(_ sentence: String, _ key: KeyPath<RunConfiguration, Value>) -> ArgumentHelp {
    ArgumentHelp("\(sentence) (default: \(text(RunConfiguration()[keyPath: key])))")
  }

  private static func text(_ value: Any) -> String {
    switch value {
    case let isOn as Bool: isOn ? "yes" : "no"
    case let number as Double: number == number.rounded() ? "\(Int(number))" : "\(number)"
    case let number as Float: number == number.rounded() ? "\(Int(number))" : "\(number)"
    case let schedule as Schedule: schedule.argumentText
    case let choice as any RawRepresentable: "\(choice.rawValue)"
    case let list as [Any]: list.isEmpty ? "none" : list.map(text).joined(separator: ",")
    default: "\(value)"
    }
  }
}
