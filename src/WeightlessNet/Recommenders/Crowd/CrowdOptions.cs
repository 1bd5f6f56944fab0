using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Crowd;

/// <summary>How the ratings of all users together are summed up for the personal models.</summary>
public sealed partial class CrowdOptions
{
    private readonly int _itemShrinkage = 5;
    private readonly int _meanLevels = 8;
    private readonly int _countLevels = 6;

    /// <summary>How many ratings of the overall mean are added to an item's own when its mean is taken: 1 to 1000; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int ItemShrinkage
    {
        get => _itemShrinkage;
        init => _itemShrinkage = OptionRange.Checked(value, 1, 1000, nameof(ItemShrinkage));
    }

    /// <summary>How many thermometer bits tell an item's mean rating: 1 to 32; 8 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 32.</exception>
    public int MeanLevels
    {
        get => _meanLevels;
        init => _meanLevels = OptionRange.Checked(value, 1, 32, nameof(MeanLevels));
    }

    /// <summary>How many thermometer bits tell how often an item has been rated: 1 to 32; 6 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 32.</exception>
    public int CountLevels
    {
        get => _countLevels;
        init => _countLevels = OptionRange.Checked(value, 1, 32, nameof(CountLevels));
    }
}
