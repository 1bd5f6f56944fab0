namespace WeightlessNet.Bits;

/// <summary>Memory that a thread uses again and again.</summary>
internal static class ThreadMemory
{
    /// <summary>The first elements of an array, which grows to the greatest length that was asked for.</summary>
    /// <param name="array">The array; null at first. What is in it is left from before.</param>
    /// <param name="length">The number of elements.</param>
    public static Span<T> Of<T>(ref T[]? array, int length)
    {
        if (array is null || array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
