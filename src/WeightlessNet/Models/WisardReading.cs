namespace WeightlessNet.Models;

/// <summary>How a <see cref="WisardClassifier{TLabel}"/> reads its cells. All readings use the same state.</summary>
// The numbers are part of the snapshot format.
public enum WisardReading
{
    /// <summary>
    /// Each cell above 0 adds a constant plus the logarithm of its count relative to its class's examples: a naive Bayes sum over nodes
    /// that takes all classes to be equally frequent.
    /// </summary>
    LogLikelihood = 0,

    /// <summary>
    /// Each cell above a threshold is a vote. The threshold is chosen for each sample: the smallest at which a single class has the most
    /// votes (Grieco et al., "Producing pattern examples from mental images", 2010; Carvalho et al., "B-bleaching", 2013). If there is
    /// none, the votes are those above 0. Counts of more than 65,535 are read as 65,535.
    /// </summary>
    Bleaching = 1,

    /// <summary>Like bleaching, but the threshold is the one at which the best class leads the second by the most votes.</summary>
    MaximumMargin = 2,

    /// <summary>
    /// Votes at <see cref="WisardOptions.Threshold"/>; with 0, the binary WiSARD of Aleksander, Thomas and Bowden (1984).
    /// </summary>
    FixedThreshold = 3,

    /// <summary>
    /// The default: chosen on the learned examples themselves by <see cref="WisardClassifier{TLabel}.Calibrate"/>, which learning a batch
    /// or about a hundred single examples does where it can. Readings and thresholds are compared by leaving examples out, and classes are
    /// answered by their calibrated probabilities, so that rare and large classes are treated right. Until then, and in other models, it is
    /// <see cref="Bleaching"/>.
    /// </summary>
    Automatic = 4,
}
