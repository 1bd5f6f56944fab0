using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What models predicted for ratings that were held out of their training, in units above the scale's minimum.</summary>
/// <param name="Users">The users, ascending.</param>
/// <param name="Items">The items, ascending for each user.</param>
/// <param name="Answers">For each model, one answer per held-out rating.</param>
internal sealed record HeldOutAnswers(int[] Users, int[] Items, short[][] Answers)
{
    private const int Part = 5;

    /// <summary>Reads stored answers.</summary>
    public static HeldOutAnswers Read(SnapshotReader reader, int itemCount, int models)
    {
        long user = 0;
        (int User, int Item)[] held = reader.ReadArray(reader.ReadCompact(int.MaxValue), reader =>
        {
            user += reader.ReadCompact(int.MaxValue);
            return user < RecommenderArguments.UserBound
                ? ((int)user, reader.ReadCompact(itemCount - 1))
                : throw reader.Invalid($"a user's id must be below {RecommenderArguments.UserBound}, not {user}");
        });
        short[][] answers = reader.ReadArray(models, reader => reader.ReadArray(held.Length, static reader => reader.Read<short>()));
        return new HeldOutAnswers([.. held.Select(pair => pair.User)], [.. held.Select(pair => pair.Item)], answers);
    }

    /// <summary>Writes the layout that is described at <see cref="CentralModel"/>.</summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Users.Length);
        int before = 0;
        for (int i = 0; i < Users.Length; i++)
        {
            writer.WriteCompact((ulong)(Users[i] - before));
            writer.WriteCompact((ulong)Items[i]);
            before = Users[i];
        }

        foreach (short[] model in Answers)
        {
            writer.Write<short>(model);
        }
    }

    /// <summary>The position of a held-out rating; negative for a rating that is not held out.</summary>
    public int IndexOf(int user, int item)
    {
        int low = 0;
        for (int high = Users.Length; low < high;)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (Users[middle] < user || (Users[middle] == user && Items[middle] < item))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < Users.Length && Users[low] == user && Items[low] == item ? low : ~low;
    }

    /// <summary>Whether the rating of an item by a user is held out: about one in five is.</summary>
    public static bool IsHeldOut(ulong seed, int user, int item) =>
        new SplitMix64(seed ^ new SplitMix64(((ulong)(uint)user << 32) | (uint)item).Next()).Next(Part) == 0;
}
