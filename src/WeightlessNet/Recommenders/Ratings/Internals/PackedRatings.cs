using System.Numerics;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// Entries of a rating log in 8 bytes: the item in the highest bits, so that packed entries sort by item, then the level on the scale, then
/// the timestamp in 32 bits. An entry that does not fit without loss is not packed.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class PackedRatings
{
    private const int TimestampBits = 32;

    private readonly RatingScale _scale;
    private readonly float[] _values;
    private readonly RatingUnits _units;
    private readonly int[] _unitsOfLevels;
    private readonly int _itemShift;

    // To guess the level of a value. 0 if the values of neighboring levels cannot be told apart: the guess is then level 0.
    private readonly float _levelsPerPoint;

    public PackedRatings(RatingScale scale)
    {
        _scale = scale;
        _values = [.. Enumerable.Range(0, scale.LevelCount).Select(scale.ValueOf)];
        _units = new RatingUnits(scale);
        _unitsOfLevels = Array.ConvertAll(_values, _units.FromRating);
        bool canGuess = Enumerable.Range(0, scale.LevelCount).All(level => scale.LevelOf(_values[level]) == level);
        _levelsPerPoint = canGuess ? 1 / scale.Step : 0;
        _itemShift = TimestampBits + BitOperations.Log2((uint)(scale.LevelCount - 1)) + 1;
        ItemBound = (int)Math.Min(1L << (64 - _itemShift), int.MaxValue);
    }

    /// <summary>Items below this can be packed: 2^28 with up to 16 levels.</summary>
    public int ItemBound { get; }

    /// <summary>Packs an entry if this loses nothing: its value is exactly a level, and its time fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPack(in RatedItem entry, out ulong packed)
    {
        int level = LevelOf(entry.Value);
        packed = ((ulong)(uint)entry.Item << _itemShift) | ((ulong)(uint)level << TimestampBits) | (uint)entry.Timestamp;
        return BitConverter.SingleToUInt32Bits(_values[level]) == BitConverter.SingleToUInt32Bits(entry.Value)
            && (uint)entry.Timestamp == entry.Timestamp
            && (uint)entry.Item < (uint)ItemBound;
    }

    /// <summary>The entry that was packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RatedItem Unpack(ulong packed) => new(ItemOf(packed), _values[LevelOf(packed)], (uint)packed);

    /// <summary>The item of a packed entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ItemOf(ulong packed) => (int)(packed >> _itemShift);

    /// <summary>The lowest packed entry of an item below <see cref="ItemBound"/>.</summary>
    public ulong FirstOf(int item) => (ulong)(uint)item << _itemShift;

    /// <summary>The level on the scale of a packed entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LevelOf(ulong packed) => (int)(packed >> TimestampBits) & ((1 << (_itemShift - TimestampBits)) - 1);

    /// <summary>The level of a value on the scale, and the value in units.</summary>
    /// <param name="value">A value on the scale.</param>
    /// <param name="units">See <see cref="RatingUnits.FromRating"/>.</param>
    public int LevelOf(float value, out int units)
    {
        int level = LevelOf(value);
        units = BitConverter.SingleToUInt32Bits(_values[level]) == BitConverter.SingleToUInt32Bits(value)
            ? _unitsOfLevels[level]
            : _units.FromRating(value);
        return level;
    }

    // Most values are those of a level, which takes no division to find.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LevelOf(float value)
    {
        int guess = (int)(((value - _values[0]) * _levelsPerPoint) + 0.5f);
        return (uint)guess < (uint)_values.Length
            && BitConverter.SingleToUInt32Bits(_values[guess]) == BitConverter.SingleToUInt32Bits(value)
            ? guess
            : _scale.LevelOf(value);
    }
}
