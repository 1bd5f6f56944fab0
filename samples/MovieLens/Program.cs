Console.WriteLine("The MovieLens comparison is not built yet.");
