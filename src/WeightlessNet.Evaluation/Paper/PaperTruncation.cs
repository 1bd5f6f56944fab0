namespace WeightlessNet.Evaluation.Paper;

/// <summary>How the <see cref="PaperProtocol"/> turns stars into one of the eleven levels 0 to 10.</summary>
public enum PaperTruncation
{
    /// <summary>
    /// As the paper's code does: half stars are cut off, so half a star becomes none, and the levels are the even numbers 0 to 10.
    /// </summary>
    WholeStars,

    /// <summary>Half stars are kept: the level is twice the stars, 1 to 10.</summary>
    HalfStars,
}
