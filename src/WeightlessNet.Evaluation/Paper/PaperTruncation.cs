namespace WeightlessNet.Evaluation.Paper;

/// <summary>How the <see cref="PaperProtocol"/> turns stars into one of the eleven levels 0 to 10.</summary>
public enum PaperTruncation
{
    /// <summary>
    /// Half stars are cut off, as in the paper's code: half a star becomes 0, and the levels are the even numbers 0 to 10.
    /// </summary>
    WholeStars,

    /// <summary>Half stars are kept: the level is twice the stars, 1 to 10.</summary>
    HalfStars,
}
