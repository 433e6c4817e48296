import RLFramework
import Testing
import TradingExperiments

struct WindowsTests {
  @Test func `the windows of a split are its three ranges in the order of time`() throws {
    let source = try MarketSource(SmallExperiment.settings)
    let split = try source.split(SmallExperiment.settings)
    let windows = Windows(split)
    #expect(windows == Windows(train: [split.train], validation: split.validation, final: split.final))
    #expect(split.train.upperBound <= split.validation.lowerBound)
    #expect(split.validation.upperBound <= split.final.lowerBound)
    #expect(split.final.upperBound == source.dataset.barCount)
  }

  @Test func `days of a window are those of its first and its last hour`() throws {
    let source = try MarketSource(SmallExperiment.settings)
    let first = source.days(of: 0..<24)
    let day = first.prefix(10)
    #expect(first == "\(day) to \(day)", "24 hours from midnight lie in one day")
    #expect(source.days(of: 0..<25) != first)
    #expect(source.days(of: [0..<24, 0..<24]) == "\(first), \(first)")
  }

  @Test func `the scaler knows the training hours alone`() throws {
    let source = try MarketSource(SmallExperiment.settings)
    let hours = source.dataset.barCount
    let windows = Windows(train: [0..<100], validation: 100..<200, final: 200..<hours)
    let other = Windows(train: [0..<100], validation: 250..<hours, final: 100..<250)
    #expect(PreparedMarket(source, windows: windows).scaler == PreparedMarket(source, windows: other).scaler)
    let longer = Windows(train: [0..<101], validation: 101..<200, final: 200..<hours)
    #expect(PreparedMarket(source, windows: windows).scaler != PreparedMarket(source, windows: longer).scaler)
  }
}
