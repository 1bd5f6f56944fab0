namespace WeightlessNet.Recommenders.Personal;

/// <summary>
/// What a personal network's deviations are taken from: the crowd's mean of an item, or, where there is another model as base, a mixture
/// of both.
/// </summary>
/// <remarks>
/// Cells are linear in what is written to them. So a network over a mixture answers as the same mixture of two networks would, one over
/// each part. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class RatingBlend
{
    private const int ShareBits = 10;

    private readonly long _share;
    private readonly int[] _row;
    private IRatingBase? _base;

    /// <param name="itemCount">How many items there are.</param>
    /// <param name="share">What part of the mixture is the base's, 0 to 1.</param>
    public RatingBlend(int itemCount, double share)
    {
        _share = (long)Math.Round(share * (1 << ShareBits));
        _row = new int[itemCount];
    }

    /// <summary>Whether there is a base.</summary>
    public bool HasBase => _base is not null;

    /// <summary>Grows with every change of the base.</summary>
    public long Version { get; private set; }

    /// <summary>Puts another base, or none, in the place of the present one.</summary>
    public void Replace(IRatingBase? replacement)
    {
        _base = replacement;
        Version++;
    }

    /// <summary>What a user's answer for an item starts from.</summary>
    public int Of(int user, int item, int crowdMean) => _base is null ? crowdMean : Mix(_base.Of(user, item), crowdMean);

    /// <summary>What a user's rating of an item is compared with, which knows nothing of that rating.</summary>
    public int OutOfFold(int user, int item, int crowdMean) =>
        _base is null ? crowdMean : Mix(_base.OutOfFold(user, item), crowdMean);

    /// <summary>Makes ready what <see cref="OfFollowed"/> answers for a user.</summary>
    public void Follow(int user) => _base?.Fill(user, _row);

    /// <summary>What the answer for an item starts from, for the user that is followed.</summary>
    public int OfFollowed(int item, int crowdMean) => _base is null ? crowdMean : Mix(_row[item], crowdMean);

    /// <summary>How much of a crowd's deviation goes into the mixture.</summary>
    public int CrowdPart(int deviation) => _base is null ? deviation : deviation - Share(deviation);

    private int Mix(int answer, int crowdMean) => crowdMean + Share(answer - crowdMean);

    private int Share(int deviation) => (int)((deviation * _share) >> ShareBits);
}
