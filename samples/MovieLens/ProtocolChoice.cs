namespace MovieLensSample;

/// <summary>Which of the protocols of evaluation are to be run.</summary>
[Flags]
internal enum ProtocolChoice
{
    /// <summary>Random folds of the ratings.</summary>
    KFold = 1,

    /// <summary>Test, then train, in the order of time.</summary>
    Prequential = 2,

    /// <summary>The protocol of arXiv 2511.05499.</summary>
    Paper = 4,

    /// <summary>One after the other.</summary>
    All = KFold | Prequential | Paper,
}
