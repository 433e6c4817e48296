/// Something that keeps an experiment from running, said in one sentence.
package struct ExperimentError: Error, CustomStringConvertible {
  package let description: String

  package init(_ sentence: String) { description = sentence }
}
