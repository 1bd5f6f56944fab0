namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// Arrays that are filled from the front and have little spare room. Removed values, and arrays that are replaced, are overwritten with
/// zeros, so that nothing forgotten stays in memory.
/// </summary>
internal static class GapArray
{
    private const int LeastRoom = 4;

    /// <summary>
    /// The length of a new array for some values: an eighth more, so that growing one by one takes constant time on average.
    /// </summary>
    public static int CapacityFor(int count) => count == 0 ? 0 : count + Math.Max(LeastRoom, count / 8);

    /// <summary>Inserts a value at a position.</summary>
    /// <param name="array">The array, or null where there are no values.</param>
    /// <param name="count">How many values the array holds before the call.</param>
    /// <param name="index">Where the value goes, 0 to <paramref name="count"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The array that holds the values now.</returns>
    public static T[] Insert<T>(T[]? array, int count, int index, T value)
    {
        if (array is null || count == array.Length)
        {
            array = Moved(array, count, count == 0 ? LeastRoom : CapacityFor(count));
        }

        Array.Copy(array, index, array, index + 1, count - index);
        array[index] = value;
        return array;
    }

    /// <summary>Removes the value at a position.</summary>
    /// <param name="array">The array.</param>
    /// <param name="count">How many values it holds before the call.</param>
    /// <param name="index">The position, 0 to <paramref name="count"/> - 1.</param>
    /// <returns>The array that holds the values now; null where there are none.</returns>
    public static T[]? RemoveAt<T>(T[] array, int count, int index)
        where T : struct
    {
        int left = count - 1;
        Array.Copy(array, index + 1, array, index, left - index);
        array[left] = default;
        if (left == 0)
        {
            return null;
        }

        return array.Length > (2 * left) + (2 * LeastRoom) ? Moved(array, left, CapacityFor(left)) : array;
    }

    private static T[] Moved<T>(T[]? array, int count, int capacity)
    {
        T[] moved = new T[capacity];
        if (array is not null)
        {
            Array.Copy(array, moved, count);
            Array.Clear(array);
        }

        return moved;
    }
}
