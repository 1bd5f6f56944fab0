using System.Numerics;
using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

/// <summary>
/// A part of the learned examples, to calibrate with as they become more. Of each class it has those whose patterns have a small hash, so
/// which ones they are does not depend on the order of learning (how many of each class may), and an example that is forgotten is gone from
/// it. A pattern has only the bits that are read, so that nothing stays of another one with the same addresses.
/// </summary>
/// <param name="order">Compares classes by their labels.</param>
/// <remarks>
/// When there are too many, the bound of a class is halved: that of the class which has the most for the root of its size. So a rare class
/// keeps more than its share.
/// </remarks>
internal sealed class KeptExamples(Comparison<int> order)
{
    /// <summary>The most examples to keep, without copies.</summary>
    public const int Most = 1_000;

    private const int MostHalvings = 63;
    private const ulong MostCopies = 1ul << 40;

    // In the order of hash and label, as they are stored, so that what is computed from them does not depend on the order of learning.
    private readonly List<KeptExample> _examples = [];
    private readonly List<int> _halvings = [];

    // How many of them are of each class, without copies.
    private readonly List<int> _counts = [];

    /// <summary>The examples, in the order of their hashes, then of their labels.</summary>
    public IReadOnlyList<KeptExample> Examples => _examples;

    /// <summary>How many learned examples they are, with copies.</summary>
    public long Count { get; private set; }

    /// <summary>Whether they are as none that were ever kept: there is no example, and no class has a bound.</summary>
    public bool IsNew => _examples.Count == 0 && _halvings.TrueForAll(static halvings => halvings == 0);

    /// <summary>The hash of a pattern, given its addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong HashOf(ReadOnlySpan<ulong> addresses)
    {
        // Two chains, since a multiplication waits for the one before.
        (ulong first, ulong second) = (0x243F6A8885A308D3, 0x13198A2E03707344);
        int i = 0;
        for (; i + 1 < addresses.Length; i += 2)
        {
            first = (BitOperations.RotateLeft(first, 25) ^ addresses[i]) * 0x9E3779B97F4A7C15;
            second = (BitOperations.RotateLeft(second, 25) ^ addresses[i + 1]) * 0xC2B2AE3D27D4EB4F;
        }

        if (i < addresses.Length)
        {
            first = (BitOperations.RotateLeft(first, 25) ^ addresses[i]) * 0x9E3779B97F4A7C15;
        }

        return SplitMix64.Mix(first ^ BitOperations.RotateLeft(second, 32));
    }

    /// <summary>How often the bound of a class was halved.</summary>
    public int HalvingsOf(int index) => index < _halvings.Count ? _halvings[index] : 0;

    /// <summary>Whether an example is one to keep.</summary>
    public bool Takes(ulong hash, int index) => HalvingsOf(index) is int halvings && (halvings == 0 || hash >> (64 - halvings) == 0);

    /// <summary>Whether there are examples of two classes at least, and of every class that has any.</summary>
    public bool HasAllClasses(DiscriminatorBank bank)
    {
        int learned = 0;
        for (int index = 0; index < bank.Count; index++)
        {
            if (bank.ExamplesOf(index) > 0)
            {
                learned++;
                if (index >= _counts.Count || _counts[index] == 0)
                {
                    return false;
                }
            }
        }

        return learned > 1;
    }

    /// <summary>Adds an example that <see cref="Takes"/> agreed to, and makes room if there are too many.</summary>
    public void Add(KeptExample example, DiscriminatorBank bank)
    {
        Insert(example);
        MakeRoom(bank);
    }

    /// <summary>Adds a copy of an example if it is kept, without its pattern. Returns whether it is.</summary>
    public bool AddCopy(ulong hash, int index)
    {
        int place = PlaceOf(hash, index);
        if (place >= 0)
        {
            AddCopies(place, 1);
        }

        return place >= 0;
    }

    /// <summary>Removes examples with all their copies. Returns whether there were any.</summary>
    public bool RemoveAll(Predicate<KeptExample> isUnwanted)
    {
        int removed = _examples.RemoveAll(isUnwanted);
        Count = 0;
        _counts.Clear();
        foreach (KeptExample example in _examples)
        {
            Count += example.Copies;
            CountOne(example.Class);
        }

        return removed > 0;
    }

    /// <summary>Removes a copy of an example, if it is kept.</summary>
    public void Remove(ulong hash, int index)
    {
        int place = PlaceOf(hash, index);
        if (place < 0)
        {
            return;
        }

        Count--;
        KeptExample example = _examples[place];
        if (example.Copies == 1)
        {
            _examples.RemoveAt(place);
            _counts[index]--;
        }
        else
        {
            _examples[place] = example with { Copies = example.Copies - 1 };
        }
    }

    /// <summary>Removes all examples of a class, and the bound that they have set.</summary>
    public void RemoveClass(int index)
    {
        RemoveAll(example => example.Class == index);
        if (index < _halvings.Count)
        {
            _halvings[index] = 0;
        }
    }

    /// <summary>Adds the examples that another classifier has kept.</summary>
    /// <param name="other">Its examples; may be these.</param>
    /// <param name="indexes">For each of its classes, the class here; -1 for one without examples.</param>
    /// <param name="bank">The discriminators, with the examples of both.</param>
    public void Merge(KeptExamples other, int[] indexes, DiscriminatorBank bank)
    {
        KeptExample[] theirs = [.. other._examples];
        for (int theirIndex = 0; theirIndex < indexes.Length; theirIndex++)
        {
            if (indexes[theirIndex] is int index and >= 0 && other.HalvingsOf(theirIndex) > HalvingsOf(index))
            {
                Halve(index, other.HalvingsOf(theirIndex));
            }
        }

        foreach (KeptExample example in theirs)
        {
            if (indexes[example.Class] is int index and >= 0 && Takes(example.Hash, index))
            {
                Insert(example with { Class = index });
            }
        }

        MakeRoom(bank);
    }

    /// <summary>Sets how often the bound of a class was halved, and drops the examples beyond it.</summary>
    public void Halve(int index, int halvings)
    {
        while (_halvings.Count <= index)
        {
            _halvings.Add(0);
        }

        _halvings[index] = halvings;
        RemoveAll(example => example.Class == index && !Takes(example.Hash, index));
    }

    // Layout: for each label, how often its bound was halved, u8; number of examples, compact; for each, in the order of their hashes and
    // then of labels: position of its label, copies, compact each; the pattern, u64 words.
    public void WriteTo(SnapshotWriter writer, ReadOnlySpan<int> classes)
    {
        Dictionary<int, int> positions = [];
        foreach (int index in classes)
        {
            positions.Add(index, positions.Count);
            writer.Write((byte)HalvingsOf(index));
        }

        KeptExample[] stored =
        [
            .. _examples.Where(example => positions.ContainsKey(example.Class)),
        ];
        writer.WriteCompact((ulong)stored.Length);
        foreach (KeptExample example in stored)
        {
            writer.WriteCompact((ulong)positions[example.Class]);
            writer.WriteCompact((ulong)example.Copies);
            writer.Write<ulong>(example.Pattern);
        }
    }

    // Earlier files may have bits that no node reads.
    public static KeptExamples Read(SnapshotReader reader, DiscriminatorBank bank, Comparison<int> order, out bool hasUnreadBits)
    {
        KeptExamples kept = new(order);
        hasUnreadBits = false;
        for (int index = 0; index < bank.Count; index++)
        {
            byte halvings = reader.Read<byte>();
            kept._halvings.Add(halvings <= MostHalvings ? halvings : throw reader.Invalid($"a bound was halved {halvings} times"));
        }

        int bits = bank.Layer.Mapping.BitCount;
        for (int count = reader.ReadCompact(Most); count > 0; count--)
        {
            int index = reader.ReadCompact(bank.Count - 1);
            ulong copies = reader.ReadCompact();
            ulong[] pattern = reader.ReadArray<ulong>(BitSlice.WordCount(bits));

            // Who calibrates may pass an example more often than it was learned.
            if (copies is 0 or > MostCopies || ((bits & 63) != 0 && pattern[^1] >> bits != 0))
            {
                throw reader.Invalid($"a kept example has {copies} copies, or a bit after its {bits} bits");
            }

            KeptExample example = new(HashOf(bank.Plan.AddressesOf(pattern)), index, (long)copies, bank.Plan.PatternOf(pattern));
            hasUnreadBits |= !example.Pattern.AsSpan().SequenceEqual(pattern);

            // Stored labels are in order.
            bool isNext = kept._examples.Count == 0
                || (example.Hash, index).CompareTo((kept._examples[^1].Hash, kept._examples[^1].Class)) > 0;
            if (!isNext || !kept.Takes(example.Hash, index))
            {
                throw reader.Invalid("a kept example is out of order, or none to keep");
            }

            kept._examples.Add(example);
            kept.CountOne(index);
            kept.Count += example.Copies;
        }

        return kept;
    }

    private void CountOne(int index)
    {
        while (_counts.Count <= index)
        {
            _counts.Add(0);
        }

        _counts[index]++;
    }

    private void Insert(KeptExample example)
    {
        int place = PlaceOf(example.Hash, example.Class);
        if (place >= 0)
        {
            AddCopies(place, example.Copies);
            return;
        }

        _examples.Insert(~place, example);
        CountOne(example.Class);
        Count += example.Copies;
    }

    private void AddCopies(int place, long copies)
    {
        KeptExample example = _examples[place];
        copies = Math.Min((long)MostCopies - example.Copies, copies);
        _examples[place] = example with { Copies = example.Copies + copies };
        Count += copies;
    }

    private void MakeRoom(DiscriminatorBank bank)
    {
        while (_examples.Count > Most)
        {
            int[] counts = new int[bank.Count];
            foreach (KeptExample example in _examples)
            {
                counts[example.Class]++;
            }

            // Classes in the order of their largest hashes, so that a tie does not depend on the order in which classes were learned.
            (int widest, double largest) = (-1, 0);
            for (int i = _examples.Count - 1; i >= 0; i--)
            {
                int index = _examples[i].Class;
                double share = counts[index] * (double)counts[index] / Math.Max(1, bank.ExamplesOf(index));
                if (share > largest && HalvingsOf(index) < MostHalvings)
                {
                    (widest, largest) = (index, share);
                }
            }

            Halve(widest, HalvingsOf(widest) + 1);
        }
    }

    // The place of an example, or the complement of where it belongs.
    private int PlaceOf(ulong hash, int index)
    {
        (int from, int to) = (0, _examples.Count);
        while (from < to)
        {
            int middle = (from + to) / 2;
            int byHash = _examples[middle].Hash.CompareTo(hash);
            int comparison = byHash != 0 ? byHash : order(_examples[middle].Class, index);
            if (comparison == 0)
            {
                return middle;
            }

            (from, to) = comparison < 0 ? (middle + 1, to) : (from, middle);
        }

        return ~from;
    }
}
