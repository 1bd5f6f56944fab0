namespace WeightlessNet.Models;

/// <summary>How a <see cref="WisardClassifier{TLabel}"/> reads its cells. All readings are of the same state.</summary>
// The numbers are part of the snapshot format.
public enum WisardReading
{
    /// <summary>
    /// Each cell above 0 adds a constant and the logarithm of its count, up to 16, relative to its class's examples: a naive Bayes sum
    /// over nodes. The default: strong on tables and images alike.
    /// </summary>
    LogLikelihood = 0,

    /// <summary>
    /// A cell above a threshold is a vote; the threshold is, for each sample anew, the smallest at which one class alone has most
    /// votes (Grieco et al., "Producing pattern examples from mental images", 2010; Carvalho et al., "B-bleaching", 2013).
    /// </summary>
    Bleaching = 1,

    /// <summary>Votes at the threshold, chosen for each sample anew, at which the best class leads the second by most votes.</summary>
    MaximumMargin = 2,

    /// <summary>Votes at <see cref="WisardOptions.Threshold"/>; at 0 the binary WiSARD of Aleksander, Thomas and Bowden (1984).</summary>
    FixedThreshold = 3,
}
